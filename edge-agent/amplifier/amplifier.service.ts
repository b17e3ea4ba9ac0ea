import type { Report } from "../../contract/receipt.ts";
import {
  type Cancel,
  type Clock,
  type Duration,
  seconds,
  type Timers,
} from "../../contract/time.ts";
import { type Amplifier, type AmplifierEvent, step } from "./amplifier.ts";
import type { Relay } from "./relay.ts";

export interface AmplifierDeps {
  readonly relay: Relay;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The player's own answer, so that a forgotten item cannot keep the amplifier on. */
  readonly isBusy: () => boolean;
  readonly report: (report: Report) => Promise<void>;
}

export interface AmplifierService {
  /** An item sounds at `at` (steady clock); returns when sound may really begin. */
  expect(at: Duration): Duration;
  sounds(): void;
  idle(): void;
  state(): Amplifier;
  /** Opens the relay although it is believed to be open. */
  cut(): void;
  stop(): Promise<void>;
}

export function createAmplifier(deps: AmplifierDeps): AmplifierService {
  let state: Amplifier = { at: "off" };
  let cancels: Cancel[] = [];
  let faultTold = false;
  /** The last word may not have reached the relay. */
  let unsure = false;
  let stopped = false;
  let beat: Cancel | undefined;

  function take(kind: AmplifierEvent["kind"]): void {
    const next = step(state, { kind, now: deps.clock.monotonic() });
    state = next.state;
    for (const effect of next.effects) set(effect === "close-relay");
    watch();
  }

  /** A board that is silent all day does not wake up for it; an opening that may not have arrived is said again. */
  function watch(): void {
    if (stopped) return;
    if (state.at !== "off" || unsure) beat ??= deps.timers.every(seconds(1), "amplifier", tick);
    else if (beat) {
      beat();
      beat = undefined;
    }
  }

  function set(closed: boolean): void {
    deps.relay.set(closed).then(
      () => {
        faultTold = false;
        unsure = false;
        watch();
      },
      (error: unknown) => {
        unsure = true;
        watch();
        if (faultTold || stopped) return;
        faultTold = true;
        void deps
          .report({ kind: "alarm", alarm: "amplifier", detail: String(error).slice(0, 200) })
          .catch(() => undefined);
      },
    );
  }

  function tick(): void {
    if (!deps.isBusy()) take("no-item");
    take("tick");
    // Repeated, because the relay opens by itself when this program falls silent.
    if (state.at !== "off") set(true);
    else if (unsure) set(false);
  }

  function expect(at: Duration): Duration {
    const now = deps.clock.monotonic();
    const { warmUp } = deps.relay;
    const warm = state.at === "on" || state.at === "cooling";
    const start = Math.max(at, warm ? now : now + warmUp) as Duration;
    const wait = (start - warmUp - now) as Duration;
    if (wait <= 0) take("item-coming");
    else
      cancels.push(
        deps.timers.after(wait, "amplifier on", () => deps.isBusy() && take("item-coming")),
      );
    return start;
  }

  return {
    expect,
    sounds: () => take("item-sounds"),
    idle() {
      for (const cancel of cancels) cancel();
      cancels = [];
      take("no-item");
    },
    state: () => state,
    cut() {
      if (state.at === "off") set(false);
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      for (const cancel of cancels) cancel();
      take("shut");
      beat?.();
      await deps.relay.close();
    },
  };
}
