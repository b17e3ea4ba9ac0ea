// Loaded before a program (`--import`): writes down how much processor time each long turn of its event loop took, in milliseconds, so
// that a bench can tell how long a process was held up on a machine that others use as well.
import { appendFileSync } from "node:fs";

const SHORT = 5;
const file = process.env.VANGXA_TEST_TURNS ?? "";
let last = process.cpuUsage();
setInterval(() => {
  const { user, system } = process.cpuUsage(last);
  last = process.cpuUsage();
  const took = (user + system) / 1_000;
  if (took > SHORT) appendFileSync(file, `${took.toFixed(1)}\n`);
}, 1).unref();
