// npm run faults -- kill [--who agent,controller] [--calls fsync,fdatasync,rename,unlink,pwrite64] [--every N]
// npm run faults -- power [--who agent,controller] [--images N] [--seed S]
// npm run faults -- thousand [--plays N] [--seed S]
// npm run faults -- meter [--plays N] [--seed S]
// Prints one line of JSON a loop; the exit code is 1 where anything was lost, doubled or did not verify.
import { parseArgs } from "node:util";
import { agentLoop, controllerLoop } from "./kill-loop.ts";
import { meterCampaign, meterProfiles } from "./meter.ts";
import { isDiskCall } from "./positions.ts";
import { databaseImages } from "./power-database.ts";
import { journalImages } from "./power-journal.ts";
import { thousandPlays } from "./thousand.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    who: { type: "string", default: "agent,controller" },
    calls: { type: "string", default: "fsync,fdatasync,rename,unlink,rmdir,ftruncate" },
    every: { type: "string", default: "1" },
    plays: { type: "string", default: "1000" },
    images: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
  },
});
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

/** Each try is told on standard error: a loop takes minutes, that of `pwrite64` hours. */
async function kill(): Promise<boolean> {
  const calls = values.calls.split(",").filter(isDiskCall);
  const tell = (what: string): void => void process.stderr.write(`${what}\n`);
  const wish = { calls, every: Number(values.every), tell };
  const loops = { agent: agentLoop, controller: controllerLoop } as const;
  let clean = true;
  for (const who of ["agent", "controller"] as const) {
    if (!values.who.split(",").includes(who)) continue;
    const found = await loops[who](wish);
    say(found);
    clean &&= found.faulty.length === 0 && found.missed.length === 0;
  }
  return clean;
}

async function power(): Promise<boolean> {
  const [images, seed] = [Number(values.images), Number(values.seed)];
  const disks = { agent: journalImages, controller: databaseImages } as const;
  let clean = true;
  for (const who of ["agent", "controller"] as const) {
    if (!values.who.split(",").includes(who)) continue;
    const { faults, ...found } = await disks[who](images, seed);
    say({ who, seed, ...found, faults: faults.length, first: faults.slice(0, 5) });
    clean &&= faults.length === 0;
  }
  return clean;
}

async function thousand(): Promise<boolean> {
  const found = await thousandPlays(Number(values.plays), Number(values.seed));
  say({ ...found, seed: Number(values.seed) });
  return found.verified && found.missing + found.doubled + found.mistimed === 0;
}

/** `--plays` for each board that measures. */
async function meter(): Promise<boolean> {
  let clean = true;
  for (const profile of meterProfiles) {
    const found = await meterCampaign(profile, Number(values.plays), Number(values.seed));
    say({ ...found, seed: Number(values.seed) });
    clean &&= found.dead.yes === 0 && found.leftOn === 0;
  }
  return clean;
}

const campaigns: Readonly<Record<string, () => Promise<boolean>>> = {
  kill,
  power,
  thousand,
  meter,
};
const campaign = campaigns[positionals[0] ?? ""];
if (!campaign) {
  process.stderr.write(`npm run faults -- ${Object.keys(campaigns).join("|")}\n`);
  process.exitCode = 2;
} else process.exitCode = (await campaign()) ? 0 : 1;
