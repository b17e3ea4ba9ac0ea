import type { ScopeId } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import { type Actor, type ParentOf, placesFor } from "../access/access.ts";
import { searchWords } from "../fleet/fold.ts";
import { isoOrNull } from "../iso.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import type { MessageStore } from "./message.store.ts";
import { mayRead, readingOf } from "./message.ts";
import type { MessageHistory, MessageQuery, MessageView } from "./message-api.ts";
import { messageView, versionView } from "./view.ts";

export interface ReadingDeps {
  readonly store: MessageStore;
  readonly clock: Clock;
  readonly parentOf: ParentOf;
  readonly below: (place: ScopeId) => readonly ScopeId[];
}

export interface MessageReading {
  list(by: Actor, asked: MessageQuery): Promise<{ items: MessageView[]; next?: string }>;
  one(by: Actor, id: string): Promise<Result<MessageView>>;
  history(by: Actor, id: string): Promise<Result<MessageHistory>>;
  /** The scope that owns a message; nothing for an unknown one. */
  placeOf(id: string): Promise<ScopeId | undefined>;
  /** Codes of themes that are in use. */
  ownThemes(): Promise<readonly string[]>;
}

export function createReading({ store, clock, parentOf, below }: ReadingDeps): MessageReading {
  const reading = (by: Actor) => readingOf(placesFor(by, "message.read"), below, parentOf);

  async function list(by: Actor, { q, cursor, limit = 100, ...rest }: MessageQuery) {
    const [at, id = ""] = cursor?.split(".") ?? [];
    const rows = await store.find({
      ...rest,
      reading: reading(by),
      words: searchWords(q ?? ""),
      before: cursor === undefined ? undefined : { at: Number(at), id },
      limit,
    });
    // The drawn wave is asked for one message at a time.
    const items = rows.map((row) => ({ ...messageView(row), peaks: [] }));
    const last = rows.at(-1);
    const next = rows.length === limit && last ? `${last.created_at}.${last.id}` : undefined;
    return next === undefined ? { items } : { items, next };
  }

  async function row(by: Actor, id: string): Promise<Result<MessageTable>> {
    const found = await store.one(id);
    // Somebody else's message is not told from one that does not exist.
    return found && mayRead(reading(by), found) ? done(found) : refuse("not-found");
  }

  return {
    list,
    one: async (by, id) => {
      const found = await row(by, id);
      return found.ok ? done(messageView(found.value)) : found;
    },
    history: async (by, id) => {
      const found = await row(by, id);
      if (!found.ok) return found;
      const { orders, airings, last } = await store.uses(id, clock.now());
      const uses = { orders, airings, lastAt: isoOrNull(last) };
      return done({ items: (await store.versions(id)).map(versionView), uses });
    },
    placeOf: async (id) => (await store.one(id))?.place as ScopeId | undefined,
    ownThemes: store.themes,
  };
}
