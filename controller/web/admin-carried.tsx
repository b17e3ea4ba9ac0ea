import { isReason, reasons } from "../../contract/reasons.ts";
import type { CarriedView } from "../fleet/merging-api.ts";
import { usePerson } from "./session.ts";
import { count } from "./station.ts";
import { Badge, type Tone } from "./ui/parts.tsx";
import { words } from "./words-carried.ts";

/** What a person must look at comes first: what will not sound, what is not carried. */
const order = ["silent", "shifted", "left", "moved", "joined", "kept"] as const;
const tones: Readonly<Record<CarriedView["fate"], Tone>> = {
  ...{ silent: "bad", shifted: "warn", left: "warn" },
  ...{ moved: "good", joined: "good", kept: "plain" },
};
const most = (items: readonly CarriedView[]) => items.reduce((sum, one) => sum + one.count, 0);

/** Roles, orders, messages and settings of the units that end, each with what becomes of it. */
export function Carried({ items, done }: { items: readonly CarriedView[]; done: boolean }) {
  if (items.length === 0) return <p>{words.nothing}</p>;
  return (
    <section class="stack" aria-label={words.title}>
      <h3>{words.title}</h3>
      <p class="muted small">{done ? words.doneAbout : words.about}</p>
      {order.map((fate) => {
        const mine = items.filter((one) => one.fate === fate);
        return mine.length === 0 ? null : (
          // What needs a look is open; the rest is counted and opened by whoever wants the names.
          <details key={fate} open={fate !== "kept" && mine.length <= 30}>
            <summary>
              <Badge tone={tones[fate]}>{words.fates[fate]}</Badge> {count(mine.length)}
            </summary>
            <Kinds items={mine} />
          </details>
        );
      })}
    </section>
  );
}

function Kinds({ items }: { items: readonly CarriedView[] }) {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  return (
    <ul class="stack">
      {kinds.map((kind) => {
        const mine = items.filter((one) => one.kind === kind);
        return (
          <li key={kind}>
            <strong>
              {words.kind(kind)} ({count(most(mine))})
            </strong>
            <ul>
              {mine.map((one, at) => (
                <li key={`${one.id} ${at}`}>
                  <Line one={one} />
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

function Line({ one }: { one: CarriedView }) {
  const { communes } = usePerson();
  const unit = communes.find(({ code }) => code === one.from)?.name ?? words.unit(one.from);
  const why =
    one.why === undefined ? "" : isReason(one.why) ? reasons[one.why] : words.why(one.why);
  return (
    <>
      {one.name === "" ? null : `${one.name} · `}
      {unit}
      {one.count > 1 ? ` · ${words.times(one.kind, one.count)}` : null}
      {why === "" ? null : <span class="muted"> – {why}</span>}
    </>
  );
}
