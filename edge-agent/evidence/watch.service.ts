import type { Report } from "../../contract/receipt.ts";
import { type Clock, type Duration, minutes, seconds, type Timers } from "../../contract/time.ts";
import type { Amplifier } from "../amplifier/amplifier.ts";
import { isPlausible, type Meter } from "../amplifier/meter.ts";
import {
  type Electric,
  electricOf,
  idleOf,
  type Look,
  type Span,
  unlessStale,
} from "./electric.ts";

export interface WatchDeps {
  readonly meter: Meter;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly state: () => Amplifier["at"];
  readonly isBusy: () => boolean;
  /** Opens the relay, whatever was believed. */
  readonly cut: () => void;
  readonly report: (report: Report) => Promise<void>;
}

export interface Watch {
  /** Waits a moment, for what the amplifier draws in the silence after the sound. */
  prove(spans: readonly Span[], gain: number): Promise<Electric | undefined>;
  stop(): void;
}

const EVERY = seconds(1);
const KEPT = minutes(40);
/** After the relay was opened the supply may drain. */
const DRAIN = seconds(3);
/** So many looks in a row make an alarm: with `DRAIN` it comes within ten seconds. */
const CERTAIN = 3;
const SILENT = 10;
const AFTER = seconds(2);

/** Looks at the meter each second; power that nobody ordered is cut and told. */
export function watchPower(deps: WatchDeps): Watch {
  const { meter, clock, timers } = deps;
  let looks: Look[] = [];
  let idleSince: Duration | undefined;
  let [over, failures] = [0, 0];
  let [toldPower, toldSilence, asking] = [false, false, false];

  const stop = timers.every(EVERY, "power", () => {
    if (!asking) void look();
  });

  const alarm = (kind: "idle-power" | "amplifier", detail: string): void =>
    void deps.report({ kind: "alarm", alarm: kind, detail }).catch(() => undefined);

  async function look(): Promise<void> {
    asking = true;
    try {
      const reading = await meter.read();
      if (!isPlausible(reading)) throw new Error("implausible");
      saw(reading.watts);
    } catch {
      failures += 1;
      if (failures < SILENT || toldSilence) return;
      toldSilence = true;
      alarm("amplifier", "the meter does not answer");
    } finally {
      asking = false;
    }
  }

  function saw(watts: number): void {
    [failures, toldSilence] = [0, false];
    const at = clock.monotonic();
    const relay = deps.state();
    looks = [...looks.filter((one) => one.at > at - KEPT), { at, watts, relay }];
    judge(watts, at, relay === "off" && !deps.isBusy());
  }

  function judge(watts: number, at: Duration, quiet: boolean): void {
    if (!quiet) {
      [idleSince, over, toldPower] = [undefined, 0, false];
      return;
    }
    idleSince ??= at;
    if (watts <= meter.offWatts) [over, toldPower] = [0, false];
    else if (at - idleSince >= DRAIN) over += 1;
    if (over < CERTAIN) return;
    deps.cut();
    if (toldPower) return;
    toldPower = true;
    alarm("idle-power", `${watts.toFixed(1)} W with no item; the relay was opened`);
  }

  return {
    async prove(spans, gain) {
      const end = Math.max(...spans.map(({ to }) => to));
      await new Promise<void>((resolve) => timers.after(AFTER, "idle power", resolve));
      const idle = idleOf(looks, end, meter.idleWatts);
      const said = electricOf(looks, spans, idle, meter.riseWatts, gain);
      return unlessStale(said, looks, spans);
    },
    stop,
  };
}
