import type { Duration } from "../../contract/time.ts";

/** The relay in front of the power amplifier. Moments are on the steady clock. */
export type Amplifier =
  | { readonly at: "off" }
  | { readonly at: "warming"; readonly since: Duration }
  | { readonly at: "on" }
  | { readonly at: "cooling"; readonly until: Duration };

export type AmplifierEvent =
  | { readonly kind: "item-coming"; readonly now: Duration }
  | { readonly kind: "item-sounds"; readonly now: Duration }
  | { readonly kind: "no-item"; readonly now: Duration }
  | { readonly kind: "tick"; readonly now: Duration }
  | { readonly kind: "shut"; readonly now: Duration };

export type Effect = "close-relay" | "open-relay";

/** After the last item it stays on so long, for the next one of a row. */
export const COOLING = 1_500 as Duration;

const keep = (state: Amplifier) => ({ state, effects: [] as Effect[] });

/** Pure: the relay is closed exactly while an item is coming, sounding, or has just ended. */
export function step(
  state: Amplifier,
  event: AmplifierEvent,
): { state: Amplifier; effects: Effect[] } {
  switch (event.kind) {
    case "item-coming":
      if (state.at === "off")
        return { state: { at: "warming", since: event.now }, effects: ["close-relay"] };
      return keep(state.at === "cooling" ? { at: "on" } : state);
    case "item-sounds":
      return { state: { at: "on" }, effects: state.at === "off" ? ["close-relay"] : [] };
    case "no-item":
      if (state.at === "off" || state.at === "cooling") return keep(state);
      return keep({ at: "cooling", until: (event.now + COOLING) as Duration });
    case "tick":
      if (state.at !== "cooling" || event.now < state.until) return keep(state);
      return { state: { at: "off" }, effects: ["open-relay"] };
    case "shut":
      return { state: { at: "off" }, effects: state.at === "off" ? [] : ["open-relay"] };
  }
}
