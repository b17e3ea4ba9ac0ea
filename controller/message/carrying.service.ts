import type { Carrier } from "../fleet/succession.ts";
import type { MessageCarryingStore } from "./carrying.store.ts";
import { keptMessages, movedMessages, movedTerms, scopesIn, termItem } from "./carrying.ts";
import type { LexiconStore } from "./lexicon.store.ts";

/** Messages and readings of terms that belong to a commune that ends. */
export const carryMessages =
  (store: MessageCarryingStore, lexicon: Pick<LexiconStore, "of">): Carrier =>
  async (given) => {
    const scopes = scopesIn(given);
    if (!scopes) return { items: [], steps: [] };
    const { into, ending } = scopes;
    const waiting = await store.waiting(ending);
    const terms = movedTerms(await lexicon.of([into, ...ending]), ending, into);
    const moving = terms.filter(({ moves }) => moves).map(({ row }) => row.id);
    return {
      items: [
        ...movedMessages(waiting, into),
        ...keptMessages(await store.approved(ending)),
        ...terms.map((one) => termItem(one, into)),
      ],
      steps: [
        store.moveMessages(
          waiting.map(({ id }) => id),
          into,
        ),
        store.moveTerms(moving, into),
      ],
    };
  };
