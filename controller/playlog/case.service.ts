import type { AgentId, BootId, Sha256 } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import type { CaseStore } from "./case.store.ts";
import {
  type CaseBatch,
  type CaseKeys,
  type CaseList,
  type CaseReceipts,
  caseReadme,
  namedIn,
  type ProvenRow,
} from "./case.ts";
import type { CaseDocument, CasePlan } from "./case-plan.ts";
import type { LinkedRow } from "./chain.ts";
import type { Heads } from "./head.service.ts";
import { leafOf } from "./head.ts";
import {
  type Grown,
  grow,
  type HashBytes,
  inclusionRanges,
  nothingGrown,
  rootOf,
} from "./merkle.ts";
import type { Pair, PlaylogStore } from "./ports.ts";
import { openSeal, payloadOf } from "./seal.ts";

export interface CaseDeps {
  readonly clock: Clock;
  readonly hashBytes: HashBytes;
  readonly base64Url: (bytes: Uint8Array) => string;
  readonly store: CaseStore;
  readonly heads: Heads;
  readonly log: Pick<PlaylogStore, "rows">;
  readonly rootKey: string;
  /** A JWS of the root key over the list of files. */
  readonly sign: (text: string) => Promise<string>;
  /** The text of a document as it lies in the store. */
  readonly unpack: (packed: string) => string;
  /** The root key's signed word for the key of this name. */
  readonly vouch: (kid: string) => Promise<string | undefined>;
  /** The whole of a finished sound, where it is still kept. */
  readonly audio: (sha256: string) => Promise<Uint8Array | undefined>;
}

export interface Cases {
  pairOf: CaseStore["pairOf"];
  /** The files of a case by name. */
  files(pair: Pair): Promise<ReadonlyMap<string, Uint8Array>>;
}

const PAGE = 1_000;

export function createCases(deps: CaseDeps): Cases {
  const { store } = deps;

  async function files(pair: Pair): Promise<ReadonlyMap<string, Uint8Array>> {
    const out = new Map<string, Uint8Array>();
    const text = (name: string, content: string) =>
      out.set(name, new TextEncoder().encode(content));
    const json = (name: string, value: unknown) =>
      text(name, `${JSON.stringify(value, null, 1)}\n`);
    const rows = await store.rows(pair);
    const head = await deps.heads.covering(rows.at(-1)?.seq ?? 0);
    const occurrence = await store.occurrence(pair.occurrence);
    const named = namedIn(occurrence?.body ?? "");
    const about = { kind: "case", ...plain(pair), at: deps.clock.now() } as const;
    text("DOC-TRUOC.txt", caseReadme(about));
    text("head.jws", head.jws);
    json("order.json", occurrence && (await store.order(occurrence.broadcast)));
    text("occurrence.json", occurrence?.body ?? "null");
    json("plan.json", await planOf(deps, pair.occurrence));
    json("messages.json", await store.messages(named.messages));
    json("receipts.json", await receiptsOf(deps, pair));
    json("play-log.json", await proven(deps, rows, head.seq));
    json("audit.json", await store.audit([...named.messages, occurrence?.broadcast ?? ""]));
    json("keys.json", await keysOf(deps, pair.cluster));
    for (const sha256 of named.audio) {
      const sound = await deps.audio(sha256);
      if (sound) out.set(`audio/${sha256}.ogg`, sound);
    }
    const list: CaseList = {
      ...about,
      files: [...out].map(([name, bytes]) => ({
        name,
        sha256: deps.hashBytes(bytes),
        bytes: bytes.length,
      })),
    };
    text("case.jws", await deps.sign(JSON.stringify(list)));
    return out;
  }
  return { pairOf: store.pairOf, files };
}

const plain = ({ occurrence, cluster }: Pair): Pair => ({ occurrence, cluster });

async function keysOf({ store, rootKey }: CaseDeps, cluster: string): Promise<CaseKeys> {
  const agents = await store.agents(cluster);
  return {
    root: rootKey,
    agents: Object.fromEntries(agents.map(({ id, public_key }) => [id, public_key])),
  };
}

async function planOf({ store, unpack, vouch }: CaseDeps, occurrence: string): Promise<CasePlan> {
  const documents: CaseDocument[] = [];
  for (const { jws: packed, whole, ...about } of await store.carriers(occurrence)) {
    const jws = unpack(packed);
    const key = await vouch(keyNameOf(jws));
    documents.push({
      ...about,
      jws,
      ...(whole === null ? {} : { whole: unpack(whole) }),
      ...(key === undefined ? {} : { key }),
    });
  }
  return { documents };
}

const keyNameOf = (jws: string): string => {
  const [header = ""] = jws.split(".");
  return (JSON.parse(atob(header.replaceAll("-", "+").replaceAll("_", "/"))) as { kid: string })
    .kid;
};

/** Whole batches, because a board signs a batch and not a receipt. */
async function receiptsOf(deps: CaseDeps, pair: Pair): Promise<CaseReceipts> {
  const { store, base64Url } = deps;
  const batches = new Map<string, CaseBatch>();
  const unsigned: { boot: string; body: string }[] = [];
  for (const { agent, boot, sequence, body } of [
    ...(await store.deliveries(pair)),
    ...(await store.receipts(pair)),
  ]) {
    const seals = await store.seals(agent, boot);
    const seal = seals.find(({ first, last }) => first <= sequence && sequence <= last);
    if (!seal) {
      unsigned.push({ boot, body });
      continue;
    }
    const { first, last, previous } = seal;
    const envelope = {
      agent: agent as AgentId,
      boot: boot as BootId,
      first,
      previous: previous as Sha256,
    };
    const bodies = await store.bodies(agent, boot, first, last);
    const jws = openSeal(seal.seal, payloadOf(envelope, bodies), base64Url);
    batches.set(`${agent} ${boot} ${first} ${last}`, { ...envelope, jws });
  }
  return { batches: [...batches.values()], unsigned };
}

/** One pass over the log gives the paths of all rows of the pair. */
async function proven(
  { log, hashBytes }: CaseDeps,
  rows: readonly LinkedRow[],
  size: number,
): Promise<ProvenRow[]> {
  const wanted = rows.map((row) => inclusionRanges(row.seq - 1, size));
  const trees = new Map<string, { from: number; to: number; tree: Grown }>();
  for (const { from, to } of wanted.flat())
    trees.set(`${from} ${to}`, { from, to, tree: nothingGrown });
  const ranges = [...trees.values()];
  for (let after = 0; after < size; ) {
    const page = await log.rows(after, Math.min(PAGE, size - after));
    for (const { seq, link: _, ...columns } of page) {
      const leaf = leafOf(hashBytes, seq, columns);
      for (const range of ranges)
        if (range.from < seq && seq <= range.to) range.tree = grow(hashBytes, range.tree, leaf);
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.seq;
  }
  return rows.map((row, at) => ({
    row,
    path: (wanted[at] ?? []).map(({ from, to }) =>
      rootOf(hashBytes, trees.get(`${from} ${to}`)?.tree ?? nothingGrown),
    ),
  }));
}
