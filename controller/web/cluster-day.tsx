import type { BoardDay } from "../fleet/board-history-api.ts";
import { gapsOf, heardShare, lineOf, wordOf } from "./board-day.ts";
import { useData } from "./data.ts";
import { clock, count, ms } from "./station.ts";
import { Chart } from "./ui/chart.tsx";
import { Waiting } from "./ui/parts.tsx";
import { words } from "./words-clusters.ts";

/** How a board has been over 24 hours: heard or not, and how strong its mobile network was. */
export function ClusterDay({ cluster }: { cluster: string }) {
  const day = useData<BoardDay>(`/api/clusters/${cluster}/history`, { every: 60_000 });
  if (!day.value) return <Waiting data={day} />;
  const { quarters } = day.value;
  return (
    <>
      <Beats quarters={quarters} since={day.value.since === null ? 0 : ms(day.value.since)} />
      <Signal quarters={quarters} />
    </>
  );
}

type Quarters = BoardDay["quarters"];

function Beats({ quarters, since }: { quarters: Quarters; since: number }) {
  const gaps = gapsOf(quarters, since);
  // The newest ones in the sentence; all of them are in the table.
  const told = gaps
    .slice(-4)
    .map(({ from, to }) => `${from}–${to}`)
    .join(", ");
  return (
    <Chart
      title={words.day}
      about={`${words.dayLine(heardShare(quarters, since))} ${gaps.length === 0 ? words.noGap : words.dayGaps(told)}`}
      tableTitle={words.table}
      table={{ heads: [words.from, words.to], rows: gaps.map(({ from, to }) => [from, to]) }}
    >
      <svg
        class="beats"
        viewBox={`0 0 ${quarters.length} 12`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {quarters.map((quarter, x) => {
          const word = wordOf(quarter, since);
          // Height as well as colour: full, half, and a line on the ground.
          const high = { whole: 12, some: 7, none: 1.5, before: 1.5 }[word];
          return (
            <rect
              key={quarter.at}
              class={word}
              x={x + 0.1}
              y={12 - high}
              width={0.8}
              height={high}
            />
          );
        })}
      </svg>
      <Edges quarters={quarters} />
    </Chart>
  );
}

function Signal({ quarters }: { quarters: Quarters }) {
  const told = quarters.filter((one) => one.signal !== null);
  if (told.length === 0) return <p class="muted small">{words.noSignal}</p>;
  const values = told.map((one) => one.signal as number);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (
    <Chart
      title={words.signal}
      about={`${count(low)} … ${count(high)} ${words.signalAbout}`}
      tableTitle={words.table}
      table={{
        heads: [words.time, "dBm"],
        rows: told.map((one) => [clock(ms(one.at)), count(one.signal as number)]),
      }}
    >
      <svg
        class="line"
        viewBox={`-1 -2 ${quarters.length + 2} 34`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path
          d={lineOf(
            quarters.map((one) => one.signal),
            30,
          )}
        />
      </svg>
      <Edges quarters={quarters} />
    </Chart>
  );
}

const Edges = ({ quarters }: { quarters: Quarters }) => (
  <p class="edges small muted number" aria-hidden="true">
    <span>{clock(ms(quarters[0]?.at ?? ""))}</span>
    <span>{clock(ms(quarters[Math.floor(quarters.length / 2)]?.at ?? ""))}</span>
    <span>{clock(ms(quarters.at(-1)?.at ?? ""))}</span>
  </p>
);
