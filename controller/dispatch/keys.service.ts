import type { ScopeId } from "../../contract/ids.ts";
import type { Sign } from "../../contract/signed.ts";
import type { Clock, Instant } from "../../contract/time.ts";
import {
  KEY_TYPE,
  type KeyFiles,
  type KeyRecord,
  needsKey,
  signingKey,
  trustedKeys,
  validityFrom,
  wordOf,
} from "./keys.ts";

export interface KeysDeps {
  readonly clock: Clock;
  readonly files: KeyFiles;
  readonly signWith: (key: KeyRecord) => Promise<Sign>;
}

export interface Keys {
  /** Signs configurations; a board pins `x` when it enrols. */
  readonly root: { readonly kid: string; readonly x: string; readonly sign: Sign };
  sign(place: ScopeId): Promise<Sign>;
  trusted(place: ScopeId): Promise<readonly KeyRecord[]>;
  /** The root key's signed word for a place's key (keys.ts `KeyWord`), also for one that has ended. */
  vouch(kid: string): Promise<string | undefined>;
  /** Makes the keys that are due; answers the places whose boards must hear of a new one. */
  renew(): Promise<readonly ScopeId[]>;
}

const FOREVER = 7_258_118_400_000 as Instant;

export async function openKeys({ clock, files, signWith }: KeysDeps): Promise<Keys> {
  const keys: KeyRecord[] = [...(await files.load())];
  const signers = new Map<string, Promise<Sign>>();
  const making = new Map<ScopeId, Promise<void>>();

  async function make(place: ScopeId | "root"): Promise<KeyRecord> {
    const now = clock.now();
    const { x, d } = files.make();
    const kid = `${place}-${now.toString(36)}`;
    const until = place === "root" ? { notBefore: now, notAfter: FOREVER } : validityFrom(now);
    const key: KeyRecord = { kid, place, x, d, ...until };
    await files.save(key);
    keys.push(key);
    return key;
  }

  const signer = (key: KeyRecord): Promise<Sign> => {
    const found = signers.get(key.kid);
    if (found !== undefined) return found;
    const made = signWith(key);
    signers.set(key.kid, made);
    return made;
  };

  /** Two documents of one place that are signed at once make one key. */
  async function ensure(place: ScopeId): Promise<void> {
    if (!needsKey(keys, place, clock.now())) return;
    const running = making.get(place) ?? make(place).then(() => undefined);
    making.set(place, running);
    await running.finally(() => making.delete(place));
  }

  const root = keys.find((key) => key.place === "root") ?? (await make("root"));
  return {
    root: { kid: root.kid, x: root.x, sign: await signer(root) },
    sign: async (place) => {
      if (signingKey(keys, place, clock.now()) === undefined) await ensure(place);
      return signer(signingKey(keys, place, clock.now()) as KeyRecord);
    },
    trusted: async (place) => {
      if (trustedKeys(keys, place, clock.now()).length === 0) await ensure(place);
      return trustedKeys(keys, place, clock.now());
    },
    vouch: async (kid) => {
      const key = keys.find((one) => one.kid === kid && one.place !== "root");
      return (
        key &&
        (await signer(root)).sign(KEY_TYPE, new TextEncoder().encode(JSON.stringify(wordOf(key))))
      );
    },
    renew: async () => {
      const places = new Set(keys.flatMap(({ place }) => (place === "root" ? [] : [place])));
      const due = [...places].filter((place) => needsKey(keys, place, clock.now()));
      for (const place of due) await ensure(place);
      return due;
    },
  };
}
