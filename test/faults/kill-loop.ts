import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAgent } from "../../bin/bundle.ts";
import { killAgent } from "./agent.ts";
import { killController, prepare } from "./controller.ts";
import type { DiskCall, Point } from "./dying.ts";

interface Tried {
  readonly killed: boolean;
  readonly faults: readonly string[];
}

export interface Loop {
  readonly who: string;
  readonly call: DiskCall;
  /** Points at which the program died. */
  readonly kills: number;
  readonly faulty: readonly { readonly when: number; readonly faults: readonly string[] }[];
}

/** One call after the other, from the first, until the program lives through its work (or `most` points were tried). */
async function loop(
  who: string,
  call: DiskCall,
  most: number,
  tryOne: (point: Point) => Promise<Tried>,
): Promise<Loop> {
  const faulty: { when: number; faults: readonly string[] }[] = [];
  for (let when = 1; when <= most; when += 1) {
    const { killed, faults } = await tryOne({ call, when });
    if (faults.length > 0) faulty.push({ when, faults });
    if (!killed) return { who, call, kills: when - 1, faulty };
  }
  return { who, call, kills: most, faulty };
}

export async function agentLoops(calls: readonly DiskCall[], most: number): Promise<Loop[]> {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-fault-bundle-"));
  try {
    const file = await writeAgent(folder);
    const done: Loop[] = [];
    for (const call of calls)
      done.push(await loop("agent", call, most, (point) => killAgent(file, point)));
    return done;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function controllerLoops(calls: readonly DiskCall[], most: number): Promise<Loop[]> {
  const prepared = await prepare();
  try {
    const done: Loop[] = [];
    for (const call of calls)
      done.push(await loop("controller", call, most, (point) => killController(prepared, point)));
    return done;
  } finally {
    await prepared.remove();
  }
}
