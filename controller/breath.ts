import { milliseconds, type Timers } from "../contract/time.ts";

/** Lets everything else have its turn: a database that answers at once never gives it up by itself. */
export const breath = ({ timers }: { readonly timers: Timers }): Promise<void> =>
  new Promise((go) => void timers.after(milliseconds(1), "between two steps of long work", go));
