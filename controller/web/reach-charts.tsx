import type {
  BreakdownView,
  GapView,
  MatrixView,
  MonthsView,
  ReachView,
} from "../reach/reach-api.ts";
import { useData } from "./data.ts";
import { usePerson } from "./session.ts";
import { count, dateText, dayOf, ms, percent } from "./station.ts";
import { t } from "./text.ts";
import { Chart } from "./ui/chart.tsx";
import { Badge, Card } from "./ui/parts.tsx";
import { words } from "./words-reach.ts";

const dueText = (due: string) => dateText(dayOf(ms(`${due}T12:00:00+07:00`)));
type Targets = ReachView["targets"];

export const targetOf = (targets: Targets, metric: Targets[number]["metric"]) =>
  targets.find((one) => one.metric === metric);

interface RowBar {
  readonly name: string;
  readonly ratio: number | null;
  readonly target?: number | undefined;
  readonly text: string;
}

/** Bars on one scale from nothing to all, each with its line. */
const Bars = ({ rows }: { rows: readonly RowBar[] }) => (
  <svg
    class="bars"
    viewBox={`0 0 100 ${rows.length * 12}`}
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    {rows.map((row, at) => (
      <g key={row.name} transform={`translate(0 ${at * 12})`}>
        <rect class="all" x="0" y="2" width="100" height="8" />
        <rect class="part" x="0" y="2" width={Math.min(1, row.ratio ?? 0) * 100} height="8" />
        {row.target === undefined ? null : (
          <line x1={row.target * 100} x2={row.target * 100} y1="0" y2="12" />
        )}
      </g>
    ))}
  </svg>
);

const Named = ({ rows }: { rows: readonly RowBar[] }) => (
  <div class="named">
    <ol class="small">
      {rows.map((row) => (
        <li key={row.name}>
          {row.name} <span class="muted number">{row.text}</span>
        </li>
      ))}
    </ol>
    <Bars rows={rows} />
  </div>
);

/** The three metrics, each against the target that holds for this place. */
export function TargetBars({ reach }: { reach: ReachView }) {
  const metrics = [
    ["households", reach.households],
    ["people", reach.people],
    ["regular", reach.regular.households],
  ] as const;
  const rows = metrics.map(([metric, tally]) => ({
    name: words.metrics[metric],
    ratio: tally.ratio,
    target: targetOf(reach.targets, metric)?.share,
    text: tally.ratio === null ? "–" : percent(tally.ratio),
  }));
  return (
    <Card>
      <Chart
        title={words.barsTitle}
        about={words.bars}
        tableTitle={words.table}
        table={{
          heads: [words.metric, words.reached, words.of, words.share, t.reach.rung],
          rows: metrics.map(([metric, tally]) => [
            words.metrics[metric],
            count(tally.reached),
            count(tally.of),
            tally.ratio === null ? "–" : percent(tally.ratio),
            reach.rungText,
          ]),
        }}
      >
        <Named rows={rows} />
      </Chart>
      <ul class="stack small">
        {reach.targets.map((one) => (
          <li key={one.metric} class="item-side">
            <Badge tone={one.met ? "good" : "warn"}>{one.met ? words.met : words.unmet}</Badge>
            <span>
              {words.metrics[one.metric]}.{" "}
              {words.target(percent(one.share), dueText(one.due), one.source)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Months({ asked, target }: { asked: string; target: number | undefined }) {
  const months = useData<MonthsView>(`/api/reach/months?${asked}`, { live: ["outcome"] });
  const items = months.value?.items ?? [];
  if (items.length === 0) return null;
  const width = 100 / items.length;
  return (
    <Card>
      <Chart
        title={words.monthsTitle}
        about={words.months}
        tableTitle={words.table}
        table={{
          heads: [words.month, words.reached, words.of, words.share],
          rows: items.map(({ month, households }) => [
            month,
            count(households.reached),
            count(households.of),
            percent(households.ratio ?? 0),
          ]),
        }}
      >
        <svg class="columns" viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
          {items.map(({ month, households }, at) => {
            const high = Math.min(1, households.ratio ?? 0) * 40;
            return (
              <rect
                key={month}
                class="part"
                x={at * width + width * 0.15}
                y={40 - high}
                width={width * 0.7}
                height={high}
              />
            );
          })}
          {target === undefined ? null : (
            <line x1="0" x2="100" y1={40 - target * 40} y2={40 - target * 40} />
          )}
        </svg>
        <p class="edges small muted number" aria-hidden="true">
          {items.map(({ month }) => (
            <span key={month}>{month.slice(5)}</span>
          ))}
        </p>
      </Chart>
    </Card>
  );
}

export function Themes({ asked }: { asked: string }) {
  const themes = useData<BreakdownView>(`/api/reach/by/theme?${asked}`, { live: ["outcome"] });
  const items = (themes.value?.items ?? []).filter((one) => one.plays > 0);
  const all = items.reduce((sum, one) => sum + one.plays, 0);
  if (all === 0) return <p class="muted">{words.nothing}</p>;
  const rows = items
    .toSorted((one, other) => other.plays - one.plays)
    .map((one) => ({
      name: one.name,
      ratio: one.plays / all,
      text: percent(one.plays / all),
      plays: one.plays,
    }));
  return (
    <Card>
      <Chart
        title={words.themesTitle}
        about={words.themes}
        tableTitle={words.table}
        table={{
          heads: [words.theme, words.plays, words.share],
          rows: rows.map((row) => [row.name, count(row.plays), row.text]),
        }}
      >
        <Named rows={rows} />
      </Chart>
    </Card>
  );
}

const SHADES = 5;
/** How dark a cell is; its figure stands in it too. */
export const shadeOf = (ratio: number | null): number =>
  ratio === null || ratio <= 0 ? 0 : Math.min(SHADES, Math.ceil(ratio * SHADES));

/** Theme against commune, as a table that is a picture at the same time. */
export function Matrix({ asked }: { asked: string }) {
  const { communes } = usePerson();
  const matrix = useData<MatrixView>(`/api/reach/matrix?${asked}`);
  const names = useData<{ items: { code: string; name: string }[] }>("/api/themes");
  const items = matrix.value?.items ?? [];
  if (items.length === 0) return null;
  const columns = [...new Set(items.map((one) => one.commune))];
  const themes = [...new Set(items.map((one) => one.theme))];
  const nameOf = (code: string) => communes.find((one) => one.code === code)?.name ?? code;
  const themeName = (code: string) =>
    names.value?.items.find((one) => one.code === code)?.name ?? code;
  const cell = (theme: string, commune: string) =>
    items.find((one) => one.theme === theme && one.commune === commune)?.households.ratio ?? null;
  return (
    <Card title={words.matrixTitle}>
      <p class="muted small">{words.matrix}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={words.matrixTitle}>
        <table class="matrix number">
          <thead>
            <tr>
              <th scope="col">{words.theme}</th>
              {columns.map((code) => (
                <th key={code} scope="col">
                  {nameOf(code)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {themes.map((theme) => (
              <tr key={theme}>
                <th scope="row">{themeName(theme)}</th>
                {columns.map((code) => {
                  const ratio = cell(theme, code);
                  return (
                    <td key={code} class={`shade-${shadeOf(ratio)}`}>
                      {ratio === null ? "–" : percent(ratio)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}

/** The sentence about what lacks, and which clusters would help most. */
export function Gaps({ asked }: { asked: string }) {
  const gaps = useData<GapView>(`/api/reach/gaps?${asked}`, { live: ["outcome"] });
  const clusters = useData<{ items: { id: string; name: string }[] }>("/api/clusters?limit=5000");
  if (!gaps.value) return null;
  const nameOf = (id: string) => clusters.value?.items.find((one) => one.id === id)?.name ?? id;
  return (
    <Card title={words.gapsTitle}>
      <p>{gaps.value.line}</p>
      <ul class="list small">
        {gaps.value.clusters.slice(0, 10).map(({ cluster, gain }) => (
          <li key={cluster} class="item">
            {words.gapCluster(nameOf(cluster), gain)}
          </li>
        ))}
      </ul>
    </Card>
  );
}
