import { useState } from "preact/hooks";
import type { Static } from "typebox";
import { dayOfDate } from "../../contract/station-time.ts";
import type { LogRow, VerifyView } from "../playlog/playlog-api.ts";
import { toneOf } from "./airing.ts";
import { call } from "./call.ts";
import { CommunePicker } from "./commune-picker.tsx";
import { useData } from "./data.ts";
import { Evidence, UnsureTime } from "./evidence-dialog.tsx";
import { setQuery, usePlace } from "./navigate.tsx";
import { dateAndClock, dateText, dayOf, isoAt, ms } from "./station.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { DateField } from "./ui/when-field.tsx";

type Page = { items: LogRow[]; next?: string };
const outcomes = [
  "played",
  "partial",
  "preempted",
  "interrupted",
  "cancelled",
  "expired",
  "refused",
  "failed",
  "unreported",
];

/** The address of the log carries its filters: it can be kept, sent and printed. */
export function askedOf(query: URLSearchParams): string {
  const asked = new URLSearchParams({ newest: "true" });
  for (const name of ["commune", "outcome", "level", "broadcast", "cluster"]) {
    const value = query.get(name);
    if (value) asked.set(name, value);
  }
  const [from, to] = [dayOfDate(query.get("from") ?? ""), dayOfDate(query.get("to") ?? "")];
  if (from !== undefined) asked.set("from", isoAt(from, 0));
  if (to !== undefined) asked.set("to", isoAt(to + 1, 0));
  return asked.toString();
}

export function PlayLog() {
  const { query } = usePlace();
  const asked = askedOf(query);
  const log = useData<Page>(`/api/play-log?${asked}&limit=100`, { live: ["outcome"] });
  const [more, setMore] = useState<{
    of: string;
    items: readonly LogRow[];
    next?: string | undefined;
  }>();
  const [open, setOpen] = useState<LogRow | undefined>();
  const extra = more?.of === asked ? more : undefined;
  const rows = [...(log.value?.items ?? []), ...(extra?.items ?? [])];
  const next = extra ? extra.next : log.value?.next;
  const loadMore = async () => {
    const page = await call<Page>(`/api/play-log?${asked}&limit=100&cursor=${next}`);
    setMore({ of: asked, items: [...(extra?.items ?? []), ...page.items], next: page.next });
  };
  return (
    <>
      <Heading title={t.screens["play-log"]} about={t.log.about}>
        <Act icon="shield" onAct={verify}>
          {t.log.verify}
        </Act>
        <Act icon="download" onAct={() => download(asked)}>
          {t.log.csv}
        </Act>
      </Heading>
      <Card>
        <Filters query={query} />
      </Card>
      <Card>
        <Waiting data={log} />
        {log.value && rows.length === 0 ? <Empty title={t.log.none} /> : null}
        <ul class="list">
          {rows.map((row) => (
            <li key={row.seq}>
              <button type="button" class="item" onClick={() => setOpen(row)}>
                <span class="item-title">{row.title ?? row.occurrence}</span>
                <span class="item-side">
                  <Badge tone={toneOf(row.outcome)}>{t.words[row.outcome] ?? row.outcome}</Badge>
                  <span class="small">{row.clusterName ?? row.cluster}</span>
                  <span class="small muted number">
                    {dateAndClock(ms(row.startedAt ?? row.notBefore ?? row.at))}
                  </span>
                  <UnsureTime row={row} />
                  {row.level && row.level !== "normal" ? (
                    <span class="small muted">{t.levels[row.level]}</span>
                  ) : null}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {next === undefined ? null : (
          <div class="row">
            <Act onAct={loadMore}>{t.log.more}</Act>
          </div>
        )}
      </Card>
      {open ? <Evidence row={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

function Filters({ query }: { query: URLSearchParams }) {
  const input = (name: string) => ({
    value: query.get(name) ?? "",
    onInput: (event: Event) =>
      setQuery({ [name]: (event.currentTarget as HTMLInputElement).value }),
  });
  return (
    <div class="filters">
      <DateField
        label={t.log.from}
        value={query.get("from") ?? ""}
        onValue={(from) => setQuery({ from })}
      />
      <DateField
        label={t.log.to}
        value={query.get("to") ?? ""}
        onValue={(to) => setQuery({ to })}
      />
      <Field label={t.log.outcome}>
        <select {...input("outcome")}>
          <option value="">{t.all}</option>
          {outcomes.map((one) => (
            <option key={one} value={one}>
              {t.words[one]}
            </option>
          ))}
        </select>
      </Field>
      <CommunePicker value={query.get("commune") ?? ""} all />
    </div>
  );
}

async function verify(): Promise<void> {
  const found = await call<Static<typeof VerifyView>>("/api/play-log/verify", {
    patience: 300_000,
  });
  if (found.ok) sayDone(t.log.verified(found.rows));
  else throw new Error(found.faultText ?? "");
}

/** The same rows as on the screen, as a file for a spreadsheet. */
async function download(asked: string): Promise<void> {
  const reply = await fetch(`/api/play-log?${asked}`, { headers: { accept: "text/csv" } });
  if (!reply.ok) throw new Error(String(reply.status));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = `nhat-ky-phat-${dateText(dayOf(Date.now())).replaceAll("/", "-")}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
