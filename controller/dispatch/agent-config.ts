import { type TSchema, Type } from "typebox";
import { Value } from "typebox/value";
import {
  AgentConfig,
  Caps,
  Cluster,
  type QuietRule,
  type SessionRule,
  type TrustedKey,
} from "../../contract/agent-config.ts";
import {
  type AgentId,
  agentScope,
  type ClusterId,
  centreScope,
  communeCode,
  communeScope,
  hamletId,
  keyId,
  provinceCode,
  provinceScope,
  type ScopeId,
} from "../../contract/ids.ts";
import type { Authority } from "../../contract/plan.ts";
import { seconds } from "../../contract/time.ts";
import type { KeyRecord } from "./keys.ts";
import type { Stamp } from "./revision.ts";

/** What a cluster is, as it lies in the fleet's tables today; JSON columns are still text. */
export interface ClusterFacts {
  readonly agent: AgentId | null;
  readonly cluster: ClusterId;
  readonly commune: string;
  readonly province: string;
  readonly tags: string;
  readonly exercise: number;
  readonly volume: string;
  readonly dataPlan?: string | null;
  readonly keepsTime?: number | null;
  readonly localInput?: number | null;
  readonly hamlets: readonly { readonly hamlet: string; readonly languages: string | null }[];
  readonly regulation:
    | { readonly sessions: string; readonly quiet: string; readonly caps: string }
    | undefined;
}
export interface AgentFacts extends ClusterFacts {
  readonly agent: AgentId;
}

/** What holds where a commune has no regulation of its own yet. */
export interface ConfigDefaults {
  readonly sessions: readonly SessionRule[];
  readonly quiet: readonly QuietRule[];
  readonly caps: Caps;
  readonly heartbeat: AgentConfig["heartbeat"];
  readonly soundsPerHour: number;
  readonly audioBases: readonly string[];
  readonly bytesPerDay?: number;
}

export const configDefaults: ConfigDefaults = {
  sessions: [],
  // QCVN 26:2010/BTNMT counts 21:00-6:00 as night, but most communes begin at 5:00: the ten o'clock bound is the common one.
  quiet: [{ start: 22 * 60, end: 5 * 60 }],
  caps: {},
  heartbeat: seconds(60),
  soundsPerHour: 120,
  audioBases: [],
};

/** The keys of the three places above a board, highest first. */
export interface PlaceKeys {
  readonly centre: readonly KeyRecord[];
  readonly province: readonly KeyRecord[];
  readonly commune: readonly KeyRecord[];
}

export const placesOf = (facts: Pick<AgentFacts, "province" | "commune">) => ({
  centre: centreScope,
  province: provinceScope(provinceCode(facts.province)),
  commune: communeScope(communeCode(facts.commune)),
});

/** Every scope whose documents a board there reads, largest first. */
export function scopesOf(facts: Pick<ClusterFacts, "agent" | "province" | "commune">): ScopeId[] {
  const { centre, province, commune } = placesOf(facts);
  return [centre, province, commune, ...(facts.agent === null ? [] : [agentScope(facts.agent)])];
}

/** A higher place may sign for those below it (contract `Authority`), never the other way. */
function trusted(facts: AgentFacts, keys: PlaceKeys): TrustedKey[] {
  const scopes = scopesOf(facts);
  const of = (records: readonly KeyRecord[], authority: Authority, below: readonly ScopeId[]) =>
    records.map(
      ({ kid, x, notBefore, notAfter }): TrustedKey => ({
        kid: keyId(kid),
        x,
        scopes: [...below],
        authority,
        notBefore,
        notAfter,
      }),
    );
  return [
    ...of(keys.centre, "centre", scopes),
    ...of(keys.province, "province", scopes.slice(1)),
    ...of(keys.commune, "commune", scopes.slice(2)),
  ];
}

/** Everything of a configuration except its revision and time. */
export type ConfigContent = Omit<AgentConfig, "epoch" | "revision" | "issued">;

export const configContent = (
  facts: AgentFacts,
  keys: PlaceKeys,
  revoked: readonly string[],
  defaults: ConfigDefaults = configDefaults,
): ConfigContent => ({
  kind: "config",
  agent: facts.agent,
  scopes: scopesOf(facts),
  cluster: clusterOf(facts, defaults),
  keys: trusted(facts, keys),
  revoked: revoked.map(keyId),
  heartbeat: defaults.heartbeat,
  soundsPerHour: defaults.soundsPerHour,
  audioBases: [...defaults.audioBases],
  ...(defaults.bytesPerDay === undefined ? {} : { bytesPerDay: defaults.bytesPerDay }),
  ...parsed<Pick<AgentConfig, "bytesPerDay" | "fetchHours">>(DataPlan, facts.dataPlan),
  ...(typeof facts.keepsTime === "number" ? { keepsTime: facts.keepsTime !== 0 } : {}),
  localInput: facts.localInput === 1,
});

/** The cluster as its board, and the timeline, know it. */
export function clusterOf(facts: ClusterFacts, defaults: ConfigDefaults = configDefaults): Cluster {
  const spoken = facts.hamlets.flatMap((one) => parsed<string[]>(Languages, one.languages) ?? []);
  const rules = facts.regulation;
  return {
    id: facts.cluster,
    province: provinceCode(facts.province),
    commune: communeCode(facts.commune),
    hamlets: facts.hamlets.map((one) => hamletId(one.hamlet)),
    tags: parsed<Cluster["tags"]>(Cluster.properties.tags, facts.tags) ?? [],
    languages: [...new Set(spoken)].sort(),
    exercise: facts.exercise !== 0,
    sessions: parsed<SessionRule[]>(Cluster.properties.sessions, rules?.sessions) ?? [
      ...defaults.sessions,
    ],
    quiet: parsed<QuietRule[]>(Cluster.properties.quiet, rules?.quiet) ?? [...defaults.quiet],
    caps: parsed<Caps>(Caps, rules?.caps) ?? defaults.caps,
    volume: parsed<Cluster["volume"]>(Cluster.properties.volume, facts.volume) ?? [],
  };
}

const Languages = Cluster.properties.languages;
const DataPlan = Type.Pick(AgentConfig, ["bytesPerDay", "fetchHours"]);

/** A column that is not what it should be counts as absent: the board then keeps the defaults, quiet hours included. */
function parsed<T>(schema: TSchema, text: string | null | undefined): T | undefined {
  if (text === null || text === undefined || text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(schema, value) ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

export const agentConfig = (stamp: Stamp, content: ConfigContent): AgentConfig => {
  const { kind, agent, ...rest } = content;
  return {
    kind,
    agent,
    epoch: stamp.epoch,
    revision: stamp.revision,
    issued: stamp.issued,
    ...rest,
  };
};
