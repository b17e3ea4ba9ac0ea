import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAgent } from "../../bin/bundle.ts";
import { killAgent } from "./agent.ts";
import { killController, prepare } from "./controller.ts";
import { isHit, nameOf, type Position, type Tried } from "./positions.ts";

/** A run may make a call less than the recorded one: lines that wait together are written together. */
const TRIES = 6;

/** Which of the recorded calls are places to die. */
export interface Asked {
  readonly calls: readonly string[];
  /** Of the writes only those to these paths: samples to a virtual loudspeaker promise nothing. */
  readonly written: RegExp;
  /** Every n-th of each call; 1 = all. */
  readonly every: number;
  readonly tell?: (what: string) => void;
}

export interface Loop {
  readonly who: string;
  readonly recorded: Readonly<Record<string, number>>;
  readonly asked: number;
  readonly hit: number;
  readonly tries: number;
  /** Recorded calls that a run made and lived through, or died beside: the loop proves nothing there. */
  readonly missed: readonly string[];
  /** Recorded calls that no later run made any more. */
  readonly seldom: readonly string[];
  readonly faulty: readonly { readonly at: string; readonly faults: readonly string[] }[];
}

type TryOne = (at?: Position) => Promise<Tried>;

/** Records one run that nothing stops, then kills a run at each call that it made. */
export async function killEach(who: string, asked: Asked, tryOne: TryOne): Promise<Loop> {
  const whole = await tryOne();
  const faulty = whole.faults.length > 0 ? [{ at: "nowhere", faults: whole.faults }] : [];
  const places = whole.log.filter(({ call, path }) => isPlace(asked, call, path));
  const chosen = asked.calls.flatMap((call) =>
    places.filter((one) => one.call === call).filter((_, n) => n % asked.every === 0),
  );
  const named = { hit: [] as string[], missed: [] as string[], seldom: [] as string[] };
  let tries = 0;
  for (const at of chosen) {
    const name = nameOf(at);
    const tried = await killAt(at, tryOne, (found) => asked.tell?.(`${who} ${name}: ${found}`));
    const faults = tried.flatMap((one) => one.faults);
    if (faults.length > 0) faulty.push({ at: name, faults });
    named[fateOf(at, tried)].push(name);
    tries += tried.length;
  }
  return {
    who,
    recorded: countOf(places),
    asked: chosen.length,
    tries,
    ...named,
    hit: named.hit.length,
    faulty,
  };
}

async function killAt(
  at: Position,
  tryOne: TryOne,
  tell: (found: string) => void,
): Promise<Tried[]> {
  const tried: Tried[] = [];
  while (tried.length < TRIES && fateOf(at, tried) !== "hit") {
    tried.push(await tryOne(at));
    const faults = tried.at(-1)?.faults ?? [];
    tell([fateOf(at, tried) === "hit" ? "killed" : "lived", ...faults].join("; "));
  }
  return tried;
}

function fateOf(at: Position, tried: readonly Tried[]): "hit" | "missed" | "seldom" {
  if (tried.some((one) => isHit(at, one))) return "hit";
  return tried.every((one) => isWithout(at, one)) ? "seldom" : "missed";
}

const isWithout = (at: Position, { killed, log }: Tried): boolean =>
  !killed && !log.some((one) => nameOf(one) === nameOf(at));

const isPlace = ({ calls, written }: Asked, call: string, path: string): boolean =>
  calls.includes(call) && (call !== "pwrite64" || written.test(path));

function countOf(places: readonly Position[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { call } of places) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
}

export type Wish = Omit<Asked, "written">;

export async function agentLoop(wish: Wish): Promise<Loop> {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-fault-bundle-"));
  try {
    const file = await writeAgent(folder);
    const written = /^journal\//;
    return await killEach("agent", { ...wish, written }, (at) => killAgent(file, at));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function controllerLoop(wish: Wish): Promise<Loop> {
  const prepared = await prepare();
  try {
    const written = /^vangxa\.db/;
    return await killEach("controller", { ...wish, written }, (at) => killController(prepared, at));
  } finally {
    await prepared.remove();
  }
}
