import { Value } from "typebox/value";
import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import { createExchange } from "./message/exchange.service.ts";
import { libraryRoutes } from "./message/library.routes.ts";
import { libraryStore } from "./message/library.store.ts";
import { Manifest } from "./message/manifest.ts";
import { messageStore } from "./message/message.store.ts";
import { createStarter } from "./message/starter.service.ts";

export interface LibrarySide {
  readonly plugs: readonly Plug[];
  stop(): Promise<void>;
}

/** The library as a whole: it travels, and everybody may hear what is public. */
export function composeLibrary(
  base: Foundation,
  { audit, guard, fleet, messageDeps }: PeopleSide,
): LibrarySide {
  const exchange = createExchange({
    ...base,
    store: libraryStore(base.db),
    messages: messageStore(base.db),
    audit,
    hashBytes: base.hash,
    parentOf: fleet.parentOf,
    below: messageDeps.below,
    readManifest,
  });
  const starter = createStarter({ ...base, ...messageDeps });
  return {
    plugs: [(app) => app.register(libraryRoutes, { exchange, starter, guard })],
    stop: starter.stop,
  };
}

function readManifest(text: string): Manifest | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return Value.Check(Manifest, read) ? read : undefined;
  } catch {
    return undefined;
  }
}
