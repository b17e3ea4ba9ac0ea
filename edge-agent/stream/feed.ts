import type { Reason } from "../../contract/reasons.ts";

/** One thing that can be listened to, as the signed order names it. */
export type StreamSource =
  | { readonly kind: "relay"; readonly name: string; readonly url: string }
  | { readonly kind: "live"; readonly name: string; readonly url: string; readonly key: string }
  | { readonly kind: "local"; readonly name: string };

/** The microphone at the pole: a sound card, through a program that a test replaces. */
export interface InputChoice {
  readonly device: string;
  readonly program?: string;
  readonly args?: readonly string[];
}

/** Why a source cannot be heard, now or ever. */
export class FeedError extends Error {
  readonly reason: Reason;
  /** Trying again changes nothing: the board lacks what it takes, or the source leads where nobody signed. */
  readonly forGood: boolean;
  constructor(reason: Reason, says: string, forGood = false) {
    super(says);
    this.name = "FeedError";
    this.reason = reason;
    this.forGood = forGood;
  }
}

/** How sound of a kind of source is kept: frames that it collects first, and the most that waits. */
export interface Pace {
  readonly prebuffer: number;
  readonly most: number;
  /** Frames handed to the pump ahead of the ear. */
  readonly ahead: number;
  /** Frames that the sink may hold; what is live shall be heard soon. */
  readonly lead: number;
  /** Frames for which its first sound is waited for: a microphone that is still being opened loses none of its time, a station's runs on. */
  readonly opens: number;
}

const NEAR: Pace = { prebuffer: 9_600, most: 24_000, ahead: 2_880, lead: 5_760, opens: 0 };

/** A relay may be a second behind its station; a person's microphone may not. */
export const paces: Readonly<Record<StreamSource["kind"], Pace>> = {
  relay: { prebuffer: 24_000, most: 57_600, ahead: 9_600, lead: 24_000, opens: 0 },
  live: NEAR,
  local: { ...NEAR, opens: 144_000 },
};

/** Milliseconds until a source is tried again after so many failures in a row. */
export const waitAfter = (failures: number): number => Math.min(2_000, 250 * 2 ** failures);
