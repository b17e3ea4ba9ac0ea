/** Who is heard: the source that was ordered, or what stands in for it. */
export interface Desk {
  readonly on: "source" | "fallback";
  /** Collects some sound first, so that a jittering line does not tear it. */
  readonly filling: boolean;
  /** Steady milliseconds since which the source has nothing to give. */
  readonly drySince: number | undefined;
}

export interface Signs {
  /** Steady milliseconds. */
  readonly now: number;
  /** Frames of the source that wait. */
  readonly queued: number;
  /** Frames that it collects before it is heard, the first time and after a gap. */
  readonly prebuffer: number;
  /** Bytes may still come: the connection stands. */
  readonly connected: boolean;
  readonly silent: boolean;
  /** It has brought enough sound to be heard again. */
  readonly back: boolean;
  readonly hasFallback: boolean;
}

/** A source that is connected may stutter for so long, milliseconds. */
const PATIENCE = 700;
/** One that never came gets longer, because connections take their time. */
const FIRST_PATIENCE = 1_500;

export const newDesk: Desk = { on: "source", filling: true, drySince: undefined };

/** What the desk does next; asked for every chunk. */
export function decide(desk: Desk, signs: Signs, everHeard: boolean): Desk {
  const { now, queued, prebuffer } = signs;
  const full = queued >= prebuffer;
  if (desk.on === "fallback") {
    return signs.back && full ? { on: "source", filling: false, drySince: undefined } : desk;
  }
  if (signs.silent && signs.hasFallback) return { ...newDesk, on: "fallback" };
  if (queued > 0 && (!desk.filling || full || !signs.connected)) {
    return { on: "source", filling: false, drySince: undefined };
  }
  const drySince = desk.drySince ?? now;
  const patience = everHeard ? (signs.connected ? PATIENCE : 0) : FIRST_PATIENCE;
  if (signs.hasFallback && now - drySince >= patience) return { ...newDesk, on: "fallback" };
  return { on: "source", filling: true, drySince };
}
