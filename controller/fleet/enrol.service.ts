import type { Hash } from "../../contract/chain.ts";
import { type AgentId, agentId, type ClusterId } from "../../contract/ids.ts";
import type { Clock, Instant } from "../../contract/time.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import type { Emit } from "../http/events.ts";
import type { ActiveAgent, EnrolStore } from "./enrol.store.ts";
import { type ClaimFault, claimCode, claimFault, expiry, plainCode } from "./enrol.ts";

export interface EnrolDeps {
  readonly clock: Clock;
  readonly store: EnrolStore;
  readonly hash: Hash;
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  readonly newSecret: () => string;
  readonly hashSecret: (secret: string) => Promise<string>;
  /** Where boards find the broker. */
  readonly mqttUrl: () => string;
  readonly rootKey: { readonly kid: string; readonly x: string };
  /** Compiles, signs and publishes the configuration of a new board. */
  readonly configOf: (agent: AgentId) => Promise<string | undefined>;
  /** Who may connect changed: an outside broker gets its files anew. */
  readonly exportBoards?: (boards: readonly ActiveAgent[]) => Promise<void>;
  /** Ends the connection of a board whose credential was taken back. */
  readonly disconnect: (agent: AgentId) => void;
  readonly events: Emit;
  readonly audit: Audit;
}

export interface Enrolled {
  readonly agent: AgentId;
  readonly mqtt: { readonly url: string; readonly username: string; readonly password: string };
  readonly rootKey: { readonly kid: string; readonly x: string };
  readonly config: string;
  readonly controllerTime: Instant;
}
type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ClaimFault };

export interface Enrol {
  /** A code for one board of this cluster; it is shown once and only its hash is kept. */
  newClaim(
    cluster: ClusterId,
    by: Pick<Actor, "id" | "address">,
  ): Promise<{ readonly code: string; readonly cluster: ClusterId; readonly expiresAt: Instant }>;
  /** `from`: the address that the board asks from. */
  enrol(
    claim: { claimCode: string; publicKey: string; about: object },
    from: string,
  ): Promise<Answer<Enrolled>>;
  /** What the broker and the inbound side ask about a board at each step: nothing unless it is active. */
  active(agent: AgentId): Promise<ActiveAgent | undefined>;
  /** Boards of the fleet changed their place: what was remembered of them is read again. */
  forget(): void;
  /** Writes the files of an outside broker; nothing where the broker is our own. */
  export(): Promise<void>;
  expire(): Promise<void>;
}

/** Boards that are remembered; each costs a few hundred bytes. */
const REMEMBERED = 20_000;

export function createEnrol(deps: EnrolDeps): Enrol {
  const { clock, store } = deps;
  const remembered = new Map<AgentId, Promise<ActiveAgent | undefined>>();

  function active(agent: AgentId): Promise<ActiveAgent | undefined> {
    const found = remembered.get(agent);
    if (found !== undefined) return found;
    const made = store.active(agent);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(agent, made);
    // A name that is nobody's is not remembered: it may be enrolled in a moment, and strangers could fill the memory.
    made.then(
      (known) => known ?? remembered.delete(agent),
      () => remembered.delete(agent),
    );
    return made;
  }

  const exportAll = async (): Promise<void> => deps.exportBoards?.(await store.allActive());

  const newAgentId = (): AgentId =>
    agentId(claimCode(deps.random(16)).replace(/-/g, "").slice(0, 20));

  async function enrol(
    asked: { claimCode: string; publicKey: string; about: object },
    from: string,
  ): Promise<Answer<Enrolled>> {
    const code = plainCode(asked.claimCode);
    if (code === undefined) return { ok: false, code: "claim-unknown" };
    const codeHash = deps.hash(code);
    const now = clock.now();
    const claim = await store.claim(codeHash);
    const fault = claimFault(claim, now);
    if (fault || !claim) return { ok: false, code: fault ?? "claim-unknown" };
    const id = newAgentId();
    const password = deps.newSecret();
    const admitted = await store.admit(codeHash, {
      id,
      cluster: claim.cluster,
      public_key: asked.publicKey,
      secret_hash: await deps.hashSecret(password),
      about: JSON.stringify(asked.about),
      enrolled_at: now,
    });
    if (!admitted) return { ok: false, code: "claim-used" };
    const { cluster, madeBy: claimedBy } = claim;
    const { retired } = admitted;
    // No person enrols a board; the log names the one whose code it came with.
    await deps.audit.record({
      by: undefined,
      from,
      action: "agent.enrol",
      subject: id,
      before: { cluster, boards: retired },
      after: { cluster, boards: [id], publicKey: asked.publicKey, claimedBy },
    });
    await exportAll();
    for (const old of admitted.retired) {
      remembered.delete(old);
      deps.disconnect(old);
    }
    return { ok: true, value: await welcome(id, password, claim.cluster, admitted.retired) };
  }

  async function welcome(
    agent: AgentId,
    password: string,
    cluster: ClusterId,
    retired: readonly AgentId[],
  ): Promise<Enrolled> {
    const config = await deps.configOf(agent);
    const known = await active(agent);
    if (config === undefined || !known) throw new Error(`no configuration for ${agent}`);
    await deps.events.emit("agent", known.place, { agent, cluster, state: "enrolled", retired });
    return {
      agent,
      mqtt: { url: deps.mqttUrl(), username: agent, password },
      rootKey: { kid: deps.rootKey.kid, x: deps.rootKey.x },
      config,
      controllerTime: clock.now(),
    };
  }

  return {
    newClaim: async (cluster, by) => {
      const code = claimCode(deps.random(16));
      const now = clock.now();
      const expiresAt = expiry(now);
      const code_hash = deps.hash(plainCode(code) as string);
      await store.addClaim({
        code_hash,
        cluster,
        created_by: by.id,
        created_at: now,
        expires_at: expiresAt,
      });
      // Never the code: whoever reads the log must not be able to enrol.
      await deps.audit.record({
        by,
        action: "cluster.claim",
        subject: cluster,
        after: { expiresAt },
      });
      return { code, cluster, expiresAt };
    },
    enrol,
    active,
    forget: () => remembered.clear(),
    export: exportAll,
    expire: () => store.dropExpired(clock.now()),
  };
}
