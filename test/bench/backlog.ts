// The backlog of a day of 10,000 boards drains while other boards go on. Prints one line of JSON: how long live receipts wait for their
// ack with and without the backlog, how fast it drains beside the floor of the same run, what is missing or doubled.
// BOARDS=10000 RECEIPTS=60 LIVE=100 node --import tsx test/bench/backlog.ts
import { drainBacklog } from "../support/backlog.ts";
import { receiptFloor } from "../support/receipt-floor.ts";

const wish = {
  boards: Number(process.env["BOARDS"] ?? 10_000),
  receiptsPerBoard: Number(process.env["RECEIPTS"] ?? 60),
  liveBoards: Number(process.env["LIVE"] ?? 100),
  everyMs: Number(process.env["EVERY"] ?? 2_000),
  quietMs: Number(process.env["QUIET"] ?? 10_000),
};
const before = await receiptFloor(20_000);
const found = await drainBacklog(wish);
const floor = Math.round((before + (await receiptFloor(20_000))) / 2);
const ratio = (one: number, other: number): number => Number((one / other).toFixed(2));
console.log(
  JSON.stringify({
    bench: "backlog",
    ...found,
    floorPerSecond: floor,
    drainOfFloor: ratio(found.drainPerSecond, floor),
    liveP50Times: ratio(found.during.p50, found.quiet.p50),
    liveP99Times: ratio(found.during.p99, found.quiet.p99),
  }),
);
