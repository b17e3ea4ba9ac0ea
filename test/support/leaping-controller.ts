// The controller's own program in a time that leaps.
import { runController } from "../../controller/main.ts";
import { leapingTime } from "./leaping-time.ts";

const { clock, timers } = leapingTime(String(process.env["VANGXA_TEST_LEAP"]));
const told = new Promise<void>((resolve) => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
});
const host = { print: (line: string) => void process.stdout.write(`${line}\n`), told };
process.exitCode = await runController(process.argv.slice(2), process.env, host, { clock, timers });
