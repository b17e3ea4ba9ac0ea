import { Value } from "typebox/value";
import type { Foundation, PeopleSide } from "./compose-people.ts";
import type { Plug } from "./http/server.service.ts";
import { demoDataRoutes } from "./message/demo-data.routes.ts";
import { createDemoData } from "./message/demo-data.service.ts";
import { createExchange } from "./message/exchange.service.ts";
import { createFingerprints } from "./message/fingerprint.service.ts";
import { fingerprintStore } from "./message/fingerprint.store.ts";
import { libraryRoutes } from "./message/library.routes.ts";
import { libraryStore } from "./message/library.store.ts";
import { Manifest } from "./message/manifest.ts";
import { messageStore } from "./message/message.store.ts";
import { createStarter, starterActor } from "./message/starter.service.ts";

export interface LibrarySide {
  readonly plugs: readonly Plug[];
  /** Goes on with what an earlier run left; `withStarter`: the first bulletins are written if they are not there. */
  start(withStarter: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** The library as a whole: it travels, and everybody may hear what is public. */
export function composeLibrary(
  base: Foundation,
  { audit, guard, fleet, outlines, messageDeps }: PeopleSide,
  publicUrl?: string,
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
  const demo = createDemoData({ places: fleet, outlines, starter, audit });
  const prints = createFingerprints({ ...base, prints: fingerprintStore(base.db) });
  return {
    plugs: [
      (app) => app.register(libraryRoutes, { exchange, starter, guard, publicUrl }),
      (app) => app.register(demoDataRoutes, { demo, guard }),
    ],
    start: async (withStarter) => {
      prints.start();
      if (withStarter) await starter.load(starterActor, undefined);
      else await starter.resume();
    },
    stop: async () => {
      await Promise.all([starter.stop(), prints.stop()]);
    },
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
