// Flips random bits in a copy of a controller's database and asks `vangxa verify` each time; prints one line of JSON.
// npx tsx test/bench/flips.ts DIR [FLIPS] [SEED]
import {
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { verifyMain } from "../../controller/main.ts";
import { run } from "../support/run-verify.ts";

const [data = "", flips = "400", seed = "1"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "vangxa-flips-"));
cpSync(data, folder, { recursive: true });
const file = join(folder, "vangxa.db");
const merged = new Database(file);
merged.pragma("journal_mode = DELETE");
merged.close();

/** What a person would call the play log: every row, or that it cannot be read any more. */
function rows(): string {
  try {
    const db = new Database(file, { readonly: true });
    const text = JSON.stringify(
      db.prepare("select * from play_log not indexed order by +seq").all(),
    );
    db.close();
    return text;
  } catch (error) {
    return `unreadable: ${error}`;
  }
}

let state = Number(seed) >>> 0;
const dice = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

const before = rows();
const whole = readFileSync(file);
const sum = {
  flips: Number(flips),
  changing: 0,
  found: 0,
  missed: [] as number[],
  foundElsewhere: 0,
};
for (let n = 0; n < Number(flips); n++) {
  const at = Math.floor(dice() * whole.length);
  const handle = openSync(file, "r+");
  writeSync(handle, Uint8Array.of((whole[at] ?? 0) ^ (1 << Math.floor(dice() * 8))), 0, 1, at);
  const changed = rows() !== before;
  const { code } = await run(verifyMain, ["--data", folder]);
  if (changed) {
    sum.changing += 1;
    if (code === 0) sum.missed.push(at);
    else sum.found += 1;
  } else if (code !== 0) sum.foundElsewhere += 1;
  writeFileSync(file, whole);
}
rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify(sum)}\n`);
process.exitCode = sum.missed.length === 0 ? 0 : 1;
