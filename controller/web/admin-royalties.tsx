import { useState } from "preact/hooks";
import { dateOfDay } from "../../contract/station-time.ts";
import type { ReportContent } from "../report/content.ts";
import type { RoyaltyRateView } from "../report/royalty-api.ts";
import { placeOf } from "./admin-lists.tsx";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { useForm } from "./form.ts";
import { Shown } from "./report-block.tsx";
import { can, usePerson } from "./session.ts";
import { count, dateText, dayOf, ms } from "./station.ts";
import { Act, Empty, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { DateField, MonthField } from "./ui/when-field.tsx";
import { words } from "./words-units.ts";

const dayText = (date: string): string => dateText(dayOf(ms(`${date}T12:00:00+07:00`)));
const nameOf = (all: readonly (readonly [string, string])[], id: string): string =>
  all.find(([one]) => one === id)?.[1] ?? id;

/** What is paid for what (Decree 18/2014), and what that makes for each person in a month. */
export function Royalties() {
  const session = usePerson();
  const rates = useData<{ items: RoyaltyRateView[] }>("/api/royalty-rates");
  const items = rates.value?.items ?? [];
  return (
    <>
      <h3>{words.rates}</h3>
      <Waiting data={rates} />
      {rates.value && items.length === 0 ? <Empty title={words.noRates} /> : null}
      <ul class="list">
        {items.map((one) => (
          <li key={one.id} class="item">
            <span class="item-title">{nameOf(words.roles, one.role)}</span>
            <span class="number">
              {words.rate(count(one.amount), nameOf(words.units, one.unit))}
            </span>
            <span class="small muted">
              {words.since(dayText(one.from))}
              {one.to === null ? "" : `, ${words.until(dayText(one.to))}`} · {one.source}
            </span>
          </li>
        ))}
      </ul>
      {can(session, "target.write") ? <NewRate onDone={rates.reload} /> : null}
      {can(session, "report.read") ? <Owed /> : null}
    </>
  );
}

function NewRate({ onDone }: { onDone: () => Promise<void> }) {
  const session = usePerson();
  const today: string = dateOfDay(dayOf(Date.now()));
  const blank = { role: "author", unit: "piece", amount: "", from: today, source: "" };
  const { form, filled, input, field, clear } = useForm(blank);
  const amount = Number(form.amount.replaceAll(/[ .]/g, ""));
  const add = async () => {
    const { role, unit, from } = form;
    const body = { role, unit, from, amount, source: form.source.trim(), place: placeOf(session) };
    await call("/api/royalty-rates", { method: "POST", body });
    clear();
    await onDone();
    sayDone(words.rateAdded);
  };
  const pick = (all: readonly (readonly [string, string])[]) =>
    all.map(([id, name]) => (
      <option key={id} value={id}>
        {name}
      </option>
    ));
  return (
    <>
      <div class="filters">
        <Field label={words.role}>
          <select {...input("role")}>{pick(words.roles)}</select>
        </Field>
        <Field label={words.unit}>
          <select {...input("unit")}>{pick(words.units)}</select>
        </Field>
        <Field label={words.amount}>
          <input {...input("amount")} inputMode="numeric" />
        </Field>
        <DateField label={words.from} {...field("from")} />
        <Field label={words.source}>
          <input {...input("source")} maxLength={200} />
        </Field>
      </div>
      <div class="row">
        <Act
          icon="plus"
          disabled={!filled("amount", "source", "from") || !Number.isInteger(amount)}
          onAct={add}
        >
          {words.addRate}
        </Act>
      </div>
    </>
  );
}

/** The table of the month's report, as it stands there. */
function Owed() {
  const { communes, roles } = usePerson();
  const [month, set] = useState<string>(dateOfDay(dayOf(Date.now())).slice(0, 7));
  const centre = roles.some((held) => held.place === "centre");
  const [first] = communes;
  const where = centre || !first ? {} : { commune: first.code as string };
  const ready = /^\d{4}-\d{2}$/.test(month);
  const path = `/api/reports/month?${new URLSearchParams({ period: month, ...where })}`;
  const report = useData<ReportContent>(ready ? path : undefined);
  const blocks = report.value?.blocks ?? [];
  const mine = blocks.filter((one) => one.kind === "table" && one.table.id === "royalties");
  return (
    <>
      <h3>{words.owed}</h3>
      <p class="muted">{words.owedAbout}</p>
      <MonthField label={words.month} value={month} onValue={set} />
      {ready ? <Waiting data={report} /> : null}
      {report.value && mine.length === 0 ? <p>{words.nothingOwed}</p> : null}
      {mine.map((block, at) => (
        <Shown key={String(at)} block={block} />
      ))}
      <div class="row">
        <a class="button" href={`${path}&format=xlsx`} download>
          {words.download}
        </a>
      </div>
    </>
  );
}
