import type { AgentConfig } from "../../contract/agent-config.ts";
import { LARGEST_DOCUMENT } from "../../contract/codec.ts";
import type { AgentId, ScopeId, Sha256 } from "../../contract/ids.ts";
import type { Document } from "../../contract/plan.ts";
import type { Applied } from "../../contract/presence.ts";
import type { Reason } from "../../contract/reasons.ts";
import type { Report } from "../../contract/receipt.ts";
import { type Held, trusts, type Verify } from "../../contract/signed.ts";
import type { Instant } from "../../contract/time.ts";
import type { Files } from "../files.ts";
import { isReadOnly } from "../read-only.ts";
import { acceptConfig, acceptDocument, type Decision, matchesReference } from "./accept.ts";

export type Kind = "plan" | "urgent" | "config";

export interface DocumentsDeps {
  readonly agent: AgentId;
  readonly root: { readonly kid: string; readonly x: string };
  readonly files: Files;
  readonly verify: Verify;
  readonly hash: (bytes: Uint8Array) => Sha256;
  readonly now: () => Instant;
  readonly report: (report: Report) => Promise<void>;
  /** A signed document by the hash of its payload; `undefined` when nobody has it now. */
  readonly fetch: (hash: Sha256) => Promise<string | undefined>;
  /** Something new is in force: `issued` is its signed time. */
  readonly onApplied: (issued: Instant) => void;
}

export interface Documents {
  /** From disk, checked again: the disk is not trusted either. `first` is the configuration of the enrolment. */
  load(first: string | undefined): Promise<void>;
  config(): AgentConfig | undefined;
  current(): readonly Document[];
  applied(): readonly Applied[];
  /** Of one kind and scope one at a time, in the order in which they came; an emergency never waits for a plan. */
  take(kind: Kind, scope: string, jws: string): Promise<void>;
  /** True when the announced document is not the one in force. */
  lacks(kind: Kind, scope: string, revision: number): boolean;
}

interface Entry {
  readonly kid: string;
  readonly held: Held;
  readonly durable: boolean;
  readonly document: Document | AgentConfig;
  /** The text as it came: what a broker retains comes again with every connection, and need not be checked again. */
  readonly jws: string;
}

const nameOf = (kind: Kind, scope: string): string => `documents/${scope}.${kind}`;
const HELD = "documents/held.json";
const TYP = {
  plan: "vangxa-plan+jws",
  urgent: "vangxa-urgent+jws",
  config: "vangxa-config+jws",
} as const;
/** The same refusal is told once an hour: a hostile broker must not fill the journal. */
const TELL_AGAIN = 3_600_000;

export function createDocuments(deps: DocumentsDeps): Documents {
  const entries = new Map<string, Entry>();
  let highest: Record<string, Held> = {};
  const queues = new Map<string, Promise<void>>();
  let disk: Promise<void> = Promise.resolve();
  const told = new Map<string, Instant>();

  const config = (): AgentConfig | undefined =>
    entries.get(nameOf("config", deps.agent))?.document as AgentConfig | undefined;

  const keyOf =
    (kind: Kind) =>
    (kid: string): string | undefined => {
      if (kind === "config") return kid === deps.root.kid ? deps.root.x : undefined;
      return config()?.keys.find((key) => key.kid === kid)?.x;
    };

  /** `now`: the moment at which the key must have been valid. */
  async function judge(
    kind: Kind,
    scope: string,
    jws: string,
    held: Held | undefined,
    now: Instant | "as-issued",
  ): Promise<{ kid: string; decision: Decision<Document | AgentConfig> }> {
    if (jws.length > LARGEST_DOCUMENT * 1.4)
      return { kid: "", decision: { ok: false, reason: "too-large" } };
    const verified = await deps.verify.verify(jws, TYP[kind], keyOf(kind));
    const hash = verified.ok ? deps.hash(verified.payload) : ("" as Sha256);
    const kid = verified.ok ? verified.kid : "";
    if (kind === "config") {
      return { kid, decision: acceptConfig(verified, hash, deps.agent, config(), held) };
    }
    const current = config();
    if (!current) return { kid, decision: { ok: false, reason: "unknown-key" } };
    const moment = now === "as-issued" ? issuedOf(verified) : now;
    return {
      kid,
      decision: acceptDocument({ kind, scope, verified, hash }, current, held, moment),
    };
  }

  async function take(kind: Kind, scope: string, jws: string): Promise<void> {
    const name = nameOf(kind, scope);
    const inForce = entries.get(name);
    if (inForce?.jws === jws && inForce.durable) return;
    const { kid, decision } = await judge(kind, scope, jws, highest[name], deps.now());
    if (!decision.ok) return refused(kind, scope, decision.reason);
    const { held } = decision;
    const has = entries.get(name);
    if (decision.same && has?.held.hash === held.hash && has.durable) return;
    const found = await behindReference(scope, decision.document);
    if (!found) return; // nobody has it now; asked for again by the next heartbeat
    if ("reason" in found) return refused(kind, scope, found.reason);
    const entry: Entry = { kid, held, document: found.document, durable: false, jws };
    // An emergency sounds at once; only its receipt waits for the disk.
    if (kind === "urgent") putInForce(name, entry);
    const kept = await stored(name, [jws, ...found.texts], held);
    if (kept === "full") return refused(kind, scope, "disk-full");
    // A cancel must hold on a disk that takes nothing any more; after a restart the newest is sent again.
    putInForce(name, { ...entry, durable: kept === "kept" });
    if (kept === "read-only") return;
    const { epoch, revision } = held;
    const hash = held.hash as Sha256;
    await deps.report({
      kind: "delivered",
      scope: scopeOf(kind, scope),
      document: kind,
      epoch,
      revision,
      hash,
    });
  }

  /** The document itself, or what its reference leads to, with the signed text of that. */
  async function behindReference(
    scope: string,
    document: Document | AgentConfig,
  ): Promise<
    | { readonly document: Document | AgentConfig; readonly texts: readonly string[] }
    | { readonly reason: Reason }
    | undefined
  > {
    if (document.kind !== "plan" || !document.ref) return { document, texts: [] };
    const whole = await deps.fetch(document.ref.sha256);
    if (whole === undefined) return undefined;
    const { decision } = await judge("plan", scope, whole, undefined, deps.now());
    if (!decision.ok) return decision;
    const fetched = decision.document as Document;
    if (decision.held.hash !== document.ref.sha256) return { reason: "wrong-hash" };
    if (!matchesReference(document, fetched)) return { reason: "malformed" };
    return { document: fetched, texts: [whole] };
  }

  const scopeOf = (kind: Kind, scope: string): ScopeId =>
    (kind === "config" ? `a-${deps.agent}` : scope) as ScopeId;

  /** Where the disk is full the document is asked for again later. */
  async function stored(
    name: string,
    texts: readonly string[],
    held: Held,
  ): Promise<"kept" | "full" | "read-only"> {
    const writing = disk.catch(() => undefined).then(() => store(name, texts, held));
    disk = writing;
    try {
      await writing;
      return "kept";
    } catch (error) {
      if ((error as { code?: unknown }).code === "ENOSPC") return "full";
      if (isReadOnly(error)) return "read-only";
      throw error;
    }
  }

  function putInForce(name: string, entry: Entry): void {
    const known = entries.get(name)?.held.hash === entry.held.hash;
    entries.set(name, entry);
    highest = { ...highest, [name]: entry.held };
    if (known) return;
    if (entry.document.kind === "config") dropDistrusted();
    deps.onApplied(entry.document.issued);
  }

  /** The document first, then the mark: after a power cut in between, the document on disk raises the mark by itself. */
  async function store(name: string, texts: readonly string[], held: Held): Promise<void> {
    const before = await deps.files.read(`${name}.jws`);
    if (before !== undefined) await deps.files.write(`${name}.previous.jws`, before);
    await deps.files.write(`${name}.jws`, [held.hash, ...texts].join("\n"));
    await deps.files.write(HELD, JSON.stringify({ ...highest, [name]: held }));
  }

  async function refused(kind: Kind, scope: string, reason: Reason): Promise<void> {
    const now = deps.now();
    const what = `${kind} ${scope} ${reason}`;
    const last = told.get(what);
    if (last !== undefined && now - last < TELL_AGAIN && now >= last) return;
    if (told.size > 200) told.clear();
    told.set(what, now);
    const place =
      kind === "config"
        ? undefined
        : ((scope.length <= 64 ? scope : undefined) as ScopeId | undefined);
    await deps.report({ kind: "document-refused", reason, ...(place ? { scope: place } : {}) });
  }

  /** A new configuration may have revoked what signed a document that is in force. */
  function dropDistrusted(): void {
    const current = config();
    for (const [name, { kid, document }] of entries) {
      if (document.kind === "config") continue;
      if (!current || !trusts(current, kid, document, document.issued).ok) entries.delete(name);
    }
  }

  async function loadOne(file: string): Promise<void> {
    const [, scope, kind] = /^([a-z0-9_-]+)\.(plan|urgent|config)\.jws$/.exec(file) ?? [];
    if (!scope || !kind) return;
    const name = nameOf(kind as Kind, scope);
    // A file that rotted gives way to the revision before it, which is safer than silence and never newer.
    for (const path of [`${name}.jws`, `${name}.previous.jws`]) {
      const entry = await readEntry(kind as Kind, scope, path);
      if (!entry) continue;
      entries.set(name, entry);
      if (!highest[name] || isHigher(entry.held, highest[name]))
        highest = { ...highest, [name]: entry.held };
      return;
    }
  }

  async function readEntry(kind: Kind, scope: string, path: string): Promise<Entry | undefined> {
    const [hash, jws, whole] = ((await deps.files.read(path)) ?? "").split("\n");
    if (!hash || !jws) return undefined;
    const outer = await judge(kind, scope, jws, undefined, "as-issued");
    if (!outer.decision.ok || outer.decision.held.hash !== hash) return undefined;
    const { document, held } = outer.decision;
    if (document.kind !== "plan" || !document.ref)
      return { kid: outer.kid, held, document, durable: true, jws };
    const inner = whole ? await judge("plan", scope, whole, undefined, "as-issued") : undefined;
    if (!inner?.decision.ok || inner.decision.held.hash !== document.ref.sha256) return undefined;
    return { kid: outer.kid, held, document: inner.decision.document, durable: true, jws };
  }

  function issuedOf(verified: Awaited<ReturnType<Verify["verify"]>>): Instant {
    if (!verified.ok) return 0 as Instant;
    try {
      return (JSON.parse(new TextDecoder().decode(verified.payload)) as { issued: Instant }).issued;
    } catch {
      return 0 as Instant;
    }
  }

  return {
    async load(first) {
      try {
        highest = JSON.parse((await deps.files.read(HELD)) ?? "{}") as Record<string, Held>;
      } catch {
        highest = {};
      }
      const files = await deps.files.list("documents");
      await loadOne(`${deps.agent}.config.jws`);
      if (!config() && first) await take("config", deps.agent, first);
      for (const file of files) if (!/\.(config|previous)\.jws$/.test(file)) await loadOne(file);
      for (const { document } of entries.values()) deps.onApplied(document.issued);
    },
    config,
    current: () => {
      const scopes: readonly string[] = config()?.scopes ?? [];
      return [...entries.values()]
        .map(({ document }) => document)
        .filter((document) => document.kind !== "config")
        .filter(({ scope }) => scopes.includes(scope));
    },
    applied: () =>
      [...entries.values()].map(({ document, held }) => ({
        scope: document.kind === "config" ? (`a-${deps.agent}` as ScopeId) : document.scope,
        document: document.kind,
        epoch: held.epoch,
        revision: held.revision,
        hash: held.hash as Sha256,
      })),
    take(kind, scope, jws) {
      const name = nameOf(kind, scope);
      const before = queues.get(name)?.catch(() => undefined) ?? Promise.resolve();
      const taken = before.then(() => take(kind, scope, jws.trim()));
      queues.set(name, taken);
      return taken;
    },
    lacks: (kind, scope, revision) =>
      (entries.get(nameOf(kind, kind === "config" ? deps.agent : scope))?.held.revision ?? 0) <
      revision,
  };
}

const isHigher = (one: Held, other: Held): boolean =>
  one.epoch > other.epoch || (one.epoch === other.epoch && one.revision > other.revision);
