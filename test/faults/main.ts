// npm run faults -- kill [--who agent,controller] [--calls fsync,fdatasync] [--most N]
// Prints one line of JSON a loop; the exit code is 1 where anything was lost, doubled or did not verify.
import { parseArgs } from "node:util";
import { type DiskCall, diskCalls } from "./dying.ts";
import { agentLoops, controllerLoops } from "./kill-loop.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    who: { type: "string", default: "agent,controller" },
    calls: { type: "string", default: "fsync,fdatasync" },
    most: { type: "string", default: "1000" },
  },
});
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

async function kill(): Promise<boolean> {
  const calls = values.calls
    .split(",")
    .filter((one): one is DiskCall => diskCalls.includes(one as DiskCall));
  const who = values.who.split(",");
  const most = Number(values.most);
  const loops = [
    ...(who.includes("agent") ? await agentLoops(calls, most) : []),
    ...(who.includes("controller") ? await controllerLoops(calls, most) : []),
  ];
  for (const one of loops) say(one);
  return loops.every(({ faulty, kills }) => faulty.length === 0 && kills < most);
}

const campaigns: Readonly<Record<string, () => Promise<boolean>>> = { kill };
const campaign = campaigns[positionals[0] ?? ""];
if (!campaign) {
  process.stderr.write(`npm run faults -- ${Object.keys(campaigns).join("|")}\n`);
  process.exitCode = 2;
} else process.exitCode = (await campaign()) ? 0 : 1;
