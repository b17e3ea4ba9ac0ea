import type { Duration } from "../../contract/time.ts";

/** What switches the amplifier. A relay that hears nothing for `watchdog` opens by itself: a dead program leaves no carrier on. */
export interface Relay {
  /** How long the amplifier needs before it passes sound. */
  readonly warmUp: Duration;
  /** Says it again and again while it shall stay closed. Rejects when the line is broken. */
  set(closed: boolean): Promise<void>;
  close(): Promise<void>;
}

/** A cluster without a relay of its own, and the virtual loudspeaker: sound passes at once. */
export const noRelay: Relay = {
  warmUp: 0 as Duration,
  set: async () => undefined,
  close: async () => undefined,
};
