import { byDue, type Item } from "./item.ts";
import type { Instant } from "./time.ts";

/** Items of one kind that wait: first for their time, then, in their own order, for their turn. */
export interface Line {
  /** Lets those in whose time has come. */
  arrive(at: Instant): void;
  /** Who waits for a turn, in order. */
  readonly here: readonly Item[];
  /** The next one to come. */
  next(): Item | undefined;
  /** Those still to come, before `until`. */
  coming(until: Instant): Generator<Item>;
  leave(gone: (item: Item) => boolean): void;
}

export function line(items: readonly Item[], order: (one: Item, other: Item) => number): Line {
  const ahead = items.toSorted(byDue);
  let first = 0;
  let here: Item[] = [];

  function insert(item: Item): void {
    let [low, high] = [0, here.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (order(here[middle] as Item, item) <= 0) low = middle + 1;
      else high = middle;
    }
    here.splice(low, 0, item);
  }

  return {
    arrive(at) {
      for (let item = ahead[first]; item && item.due <= at; item = ahead[first]) {
        insert(item);
        first += 1;
      }
    },
    get here() {
      return here;
    },
    next: () => ahead[first],
    *coming(until) {
      for (let index = first; index < ahead.length; index += 1) {
        const item = ahead[index] as Item;
        if (item.due >= until) return;
        yield item;
      }
    },
    leave(gone) {
      if (here.some(gone)) here = here.filter((item) => !gone(item));
    },
  };
}
