import { topic } from "../../contract/channels.ts";
import { encode } from "../../contract/codec.ts";
import type { AgentId } from "../../contract/ids.ts";
import { type Cancel, type Instant, minutes, type Timers } from "../../contract/time.ts";
import type { ReadOnly } from "../read-only.ts";
import type { Sample } from "./health.ts";

export interface HealthDeps {
  readonly agent: AgentId;
  readonly timers: Timers;
  readonly now: () => Instant;
  readonly sample: Sample;
  readonly dataUsed: () => number;
  readonly readOnly?: ReadOnly | undefined;
  readonly publish: (topic: string, bytes: Uint8Array) => Promise<void>;
}

/** Figures for a technician, every five minutes while the link is up; a lost one is no loss. */
export function startHealth(deps: HealthDeps): Cancel {
  async function tell(): Promise<void> {
    const disk = deps.readOnly?.now() ? ({ disk: "read-only" } as const) : {};
    const body = { at: deps.now(), dataUsed: deps.dataUsed(), ...(await deps.sample()), ...disk };
    await deps.publish(
      topic("agent/{agent}/health", deps.agent),
      encode("agent/{agent}/health", body),
    );
  }
  // Somebody must look at once, and nothing else can say it: a receipt would wait for the disk.
  deps.readOnly?.onChange(() => void tell().catch(() => undefined));
  return deps.timers.every(minutes(5), "health", () => {
    tell().catch(() => undefined);
  });
}
