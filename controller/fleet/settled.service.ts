import { communeScope } from "../../contract/ids.ts";
import type { Settled, SettledStore } from "./settled.store.ts";
import type { CarriedItem, Carrier } from "./succession.ts";

/** Why it is not carried; what is absent stays where it is, and the successor's people see it. */
const why: Readonly<Partial<Record<Settled["kind"], string>>> = {
  // Figures of the time before are measured against it; a bigger unit sets its own.
  target: "set-anew",
  rate: "set-anew",
  // Two people trusted it for that place; nobody trusts it for a larger one on their behalf.
  "alert-key": "trust-anew",
};

/** Targets, rates, frozen reports, keys of senders and open alerts of communes that end: told, never moved. */
export const listSettled =
  (store: SettledStore): Carrier =>
  async ({ ending }) => {
    const rows = ending.length === 0 ? [] : await store.at(ending.map(communeScope));
    const items = rows.map(({ kind, id, name, place }): CarriedItem => {
      const about = { kind, id, name, from: place.slice(2) };
      const reason = why[kind];
      return reason === undefined
        ? { ...about, fate: "kept" }
        : { ...about, fate: "left", why: reason };
    });
    return { items, steps: [] };
  };
