// The agent's own program in a time that leaps.
import { runAgent } from "../../edge-agent/main.ts";
import { leapingTime } from "./leaping-time.ts";

const time = leapingTime(String(process.env["VANGXA_TEST_LEAP"]));
const print = (line: string) => void process.stdout.write(`${line}\n`);
process.exit(
  await runAgent(process.argv.slice(2), process.env, print, { ...time, machine: undefined }),
);
