import { useEffect } from "preact/hooks";
import { dateOfDay } from "../../contract/station-time.ts";
import type { ClusterView } from "../fleet/fleet-api.ts";
import type { ReachView } from "../reach/reach-api.ts";
import { CommunePicker } from "./commune-picker.tsx";
import { useData } from "./data.ts";
import { setQuery, usePlace } from "./navigate.tsx";
import { Gaps, Matrix, Months, TargetBars, Themes, targetOf } from "./reach-charts.tsx";
import { usePerson } from "./session.ts";
import { count, dateText, dayOf, ms, percent } from "./station.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Field, Waiting } from "./ui/parts.tsx";
import { DateField } from "./ui/when-field.tsx";
import { words } from "./words-reach.ts";

const rungs = ["completed", "started", "armed", "delivered"] as const;

export function Reach() {
  const { communes, roles } = usePerson();
  const { query } = usePlace();
  const centre = roles.some((held) => held.place === "centre");
  const commune = query.get("commune") ?? (centre ? "" : (communes[0]?.code ?? ""));
  const today = dayOf(Date.now());
  const from = query.get("from") || dateOfDay(today - 29);
  const to = query.get("to") || dateOfDay(today);
  const rung = query.get("rung") ?? "";
  const asked = new URLSearchParams({
    from,
    to,
    ...(commune ? { commune } : {}),
    ...(rung ? { rung } : {}),
  });
  const reach = useData<ReachView>(`/api/reach?${asked}`, { live: ["outcome"] });
  useEffect(() => openForPaper(), []);
  return (
    <>
      <Heading title={t.screens.reach} about={t.reach.about}>
        <Act onAct={() => window.print()}>{words.print}</Act>
      </Heading>
      <Card>
        <div class="filters">
          <DateField label={t.log.from} value={from} onValue={(day) => setQuery({ from: day })} />
          <DateField label={t.log.to} value={to} onValue={(day) => setQuery({ to: day })} />
          <Field label={t.reach.rung}>
            <select value={rung} onChange={(e) => setQuery({ rung: e.currentTarget.value })}>
              <option value="">{t.rungs["completed"]}</option>
              {rungs.slice(1).map((one) => (
                <option key={one} value={one}>
                  {t.rungs[one]}
                </option>
              ))}
            </select>
          </Field>
          <CommunePicker value={commune} all={centre} />
        </div>
      </Card>
      <Waiting data={reach} />
      {reach.value ? (
        <>
          <Figure reach={reach.value} asked={asked.toString()} />
          <TargetBars reach={reach.value} />
          <Gaps asked={asked.toString()} />
          <Months
            asked={asked.toString()}
            target={targetOf(reach.value.targets, "households")?.share}
          />
          <Themes asked={asked.toString()} />
          <Matrix asked={asked.toString()} />
        </>
      ) : null}
    </>
  );
}

/** On paper nothing can be opened any more: the tables and the definition are printed. */
function openForPaper(): () => void {
  let opened: HTMLDetailsElement[] = [];
  const open = () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")];
    for (const one of opened) one.open = true;
  };
  const close = () => {
    for (const one of opened) one.open = false;
  };
  addEventListener("beforeprint", open);
  addEventListener("afterprint", close);
  return () => {
    removeEventListener("beforeprint", open);
    removeEventListener("afterprint", close);
  };
}

function Figure({ reach, asked }: { reach: ReachView; asked: string }) {
  const { households, people, hamlets } = reach;
  const clusters = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000");
  const served =
    clusters.value &&
    new Set(
      clusters.value.items.flatMap((one) => one.hamlets.map((each) => each.hamlet as string)),
    );
  const target = targetOf(reach.targets, "households");
  const below = reach.rows.filter(
    (row) => row.households > 0 && row.reachedHouseholds / row.households < (target?.share ?? 0),
  ).length;
  // The lowest first: where somebody should do something.
  const rows = [...reach.rows].sort((one, other) => one.share - other.share);
  return (
    <>
      <Card title={t.reach.title}>
        {households.of === 0 ? <Empty title={t.reach.none} /> : null}
        <p class="big-number">{households.ratio === null ? "–" : percent(households.ratio)}</p>
        <p>{t.reach.line(households.reached, households.of, t.rungs[reach.rung] ?? reach.rung)}</p>
        <Bar ratio={households.ratio ?? 0} target={target?.share} />
        <p class="muted small">
          {target
            ? words.target(
                percent(target.share),
                dateText(dayOf(ms(`${target.due}T12:00:00+07:00`))),
                target.source,
              )
            : words.noTarget}
        </p>
        {target ? <p>{words.belowTarget(below, reach.rows.length)}</p> : null}
        <UnsureClock {...reach.clock} />
        <p>{t.reach.others(hamlets.reached, hamlets.of, people.reached, people.of)}</p>
        <details>
          <summary>{t.reach.how}</summary>
          <p class="muted">{reach.definition}</p>
          <a class="button quiet" href={`/api/reach/rows?${asked}`} download="tiep-can-goc.csv">
            {words.rowsCsv}
          </a>
        </details>
      </Card>
      <Card title={t.reach.rows}>
        <ul class="list">
          {rows.map((row) => (
            <li key={row.hamlet} class="item">
              <span class="item-side">
                <span class="item-title">{row.name}</span>
                {row.unmeasurable ? <Badge tone="plain">{t.clustersPage.blind}</Badge> : null}
                {served && !served.has(row.hamlet) ? (
                  <Badge tone="bad">{t.reach.noCluster}</Badge>
                ) : null}
              </span>
              <Bar
                ratio={row.households === 0 ? 0 : row.reachedHouseholds / row.households}
                target={target?.share}
              />
              <span class="small muted number">
                {t.reach.row(row.reachedHouseholds, row.households, row.plays)}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

/** Beside the figure, in the words of the report. */
const UnsureClock = ({ plays, unconfirmed, line }: ReachView["clock"]) =>
  line === null ? null : (
    <p class="muted">{words.clock(line, plays, unconfirmed, percent(unconfirmed / plays))}</p>
  );

const Bar = ({ ratio, target }: { ratio: number; target: number | undefined }) => (
  <div class="bar" role="img" aria-label={t.reach.bar(percent(ratio), count((target ?? 1) * 100))}>
    <span style={{ width: `${Math.min(1, ratio) * 100}%` }} />
    {target === undefined ? null : <i style={{ left: `${target * 100}%` }} />}
  </div>
);
