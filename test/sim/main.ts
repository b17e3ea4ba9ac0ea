// npm run sim -- --seeds N [--days D] [--agents K] [--seed S] [--timeline WORLDS] [--away DAYS]
import { parseArgs } from "node:util";
import { judgeTimeline } from "../support/timeline-check.ts";
import { away } from "./away.ts";
import { simulate } from "./simulate.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    days: { type: "string", default: "3" },
    agents: { type: "string", default: "3" },
    seed: { type: "string" },
    timeline: { type: "string", default: "10000" },
    away: { type: "string", default: "0" },
    trace: { type: "boolean", default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const [days, agents] = [Number(values.days), Number(values.agents)];
const seeds =
  values.seed === undefined
    ? Array.from({ length: Number(values.seeds) }, (_, i) => i + 1)
    : [Number(values.seed)];
let failed = 0;

for (const seed of seeds) {
  const found = await simulate(seed, { days, agents });
  const { hash, events, pairs, sounds, findings, outcomes, errors } = found;
  say(
    JSON.stringify({
      seed,
      hash,
      events,
      pairs,
      sounds,
      outcomes,
      findings: findings.length,
      errors: errors.length,
    }),
  );
  for (const error of errors.slice(0, 3)) say(`  controller: ${error}`);
  if (findings.length > 0) {
    failed += 1;
    for (const { rule, what } of findings.slice(0, 10)) say(`  ${rule} ${what}`);
    for (const line of found.story(findings[0] ?? { rule: "", what: "" })) say(`    ${line}`);
    say(`  again: npm run sim -- --seed ${seed} --days ${days} --agents ${agents} --timeline 0`);
  }
}

if (Number(values.away) > 0) {
  const found = await away(seeds[0] ?? 1, agents, Number(values.away));
  say(JSON.stringify({ away: found }));
  const { due, heard, onTime, doubled, findings } = found;
  if (heard !== due || onTime !== due || doubled > 0 || findings.length > 0) failed += 1;
}

const worlds = Number(values.timeline);
if (worlds > 0) {
  const { seed, failure } = judgeTimeline(worlds, seeds[0]);
  say(JSON.stringify({ timeline: worlds, seed, agrees: failure === undefined }));
  if (failure) {
    failed += 1;
    say(`  path ${failure.path} ${failure.text}`);
    say(`  again: npm run sim -- --seeds 0 --seed ${seed} --timeline ${worlds}`);
  }
}
say(JSON.stringify({ seeds: seeds.length, failed }));
process.exitCode = failed > 0 ? 1 : 0;
