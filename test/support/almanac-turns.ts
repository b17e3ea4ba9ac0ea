// How much processor time one turn of the event loop takes while the calendar is asked for the first time, in milliseconds. What
// other programs take meanwhile does not count: the kernel knows how long this very thread ran.
import { readFileSync } from "node:fs";
import type { StationDate } from "../../contract/station-time.ts";
import { dateOfDay } from "../../contract/station-time.ts";

const ran = (): number =>
  Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
const [way = "almanac"] = process.argv.slice(2);
const dates = Array.from({ length: 400 }, (_, at): StationDate => dateOfDay(20_600 + at));
const almanac = await import("../../controller/schedule/almanac.adapter.ts");
const lunar = await import("../../controller/schedule/lunar.adapter.ts");
const work =
  way === "almanac"
    ? () => Promise.all([almanac.holidaysIn(2026), almanac.lunarOf(dates)])
    : () => Promise.all([lunar.holidaysIn(2026), dates.map(lunar.lunarOf)]);

let [longest, turns, over] = [0, 0, false];
const before = performance.now();
let last = ran();
void work().then(() => {
  over = true;
});
while (!over) {
  await new Promise((resolve) => setTimeout(resolve, 1));
  const now = ran();
  longest = Math.max(longest, now - last);
  last = now;
  turns += 1;
}
process.stdout.write(`${JSON.stringify({ longest, turns, took: performance.now() - before })}\n`);
