// Writes lines into a real journal and says which of them are kept: the program that is recorded.
import { writeSync } from "node:fs";
import { openJournal } from "../../edge-agent/outbox/journal.adapter.ts";
import { dice } from "../support/dice.ts";
import { PROMISE } from "./recording.ts";

const [folder = "", turns = "60", seed = "1"] = process.argv.slice(2);
const chance = dice(Number(seed));
const journal = await openJournal({ folder, segment: 12_000, onFull: async () => undefined });
let n = 0;
for (let turn = 0; turn < Number(turns); turn += 1) {
  const some = Array.from({ length: chance.whole(1, 6) }, () => {
    n += 1;
    return { n, pad: "đ".repeat(chance.whole(0, 500)) };
  });
  await Promise.all(
    some.map(async (one) => {
      await journal.append(JSON.stringify(one));
      writeSync(1, `${PROMISE}${one.n}\n`);
    }),
  );
}
await journal.close();
