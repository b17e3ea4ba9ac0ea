// The rules of docs/timeline.md once more, as slowly and plainly as possible: second by second, by looking at everything each
// time, with nothing of the product's code. It judges worlds in which all instants and lengths are whole seconds.
import type { Cluster } from "../../contract/agent-config.ts";
import type { Facts } from "../../contract/facts.ts";
import type { Document } from "../../contract/plan.ts";
import { Calendar, sec } from "./oracle/calendar.ts";
import { clearAll, collect, levelsOf, ours, text } from "./oracle/orders.ts";
import { Reasons } from "./oracle/reasons.ts";
import { Stage, type Stretch } from "./oracle/stage.ts";

export interface Sentence {
  id: string;
  reason: string;
  at: number;
}

export function oracle(
  documents: readonly Document[],
  cluster: Cluster,
  facts: Facts,
): { stretches: Stretch[]; sentences: Sentence[] } {
  const now = sec(facts.now);
  const all = collect(ours(documents, cluster), cluster, facts);
  const starts = facts.sounded.map((row) => sec(row.start));
  const earliest = Math.min(now, ...all.map((it) => Math.min(it.due, it.planned)), ...starts);
  const horizon = Math.max(now, ...all.map((it) => it.end)) + 1;
  const calendar = new Calendar(cluster, earliest - 3_600, horizon + 3_600);
  clearAll(all, cluster);
  const stage = new Stage(all, cluster, facts, calendar, levelsOf(ours(documents, cluster)));
  stage.remember();
  for (let s = now; s < horizon; s += 1) stage.second(s);
  stage.close(horizon);
  const reasons = new Reasons(stage);
  const sentences = all.flatMap((it) => {
    const found = reasons.judge(it);
    return found ? [{ id: it.id, ...found }] : [];
  });
  return {
    stretches: stage.stretches.filter((stretch) => stretch.end > stretch.start),
    sentences: sentences.sort((a, b) => a.at - b.at || text(a.id, b.id)),
  };
}
