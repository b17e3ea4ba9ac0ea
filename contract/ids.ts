import { Type } from "typebox";

/** A value that breaks the contract: `code` names the rule, `value` is what came, cut short. */
export class ContractError extends Error {
  readonly code: string;
  readonly value: string;
  constructor(code: string, value: unknown) {
    super(`${code}: ${JSON.stringify(value)?.slice(0, 120)}`);
    this.name = "ContractError";
    this.code = code;
    this.value = String(value).slice(0, 120);
  }
}

type Id<Name extends string> = string & { readonly __id: Name };

export type ProvinceCode = Id<"province">;
export type CommuneCode = Id<"commune">;
export type HamletId = Id<"hamlet">;
export type ClusterId = Id<"cluster">;
export type AgentId = Id<"agent">;
export type ScopeId = Id<"scope">;
export type MessageId = Id<"message">;
export type BroadcastId = Id<"broadcast">;
export type OccurrenceId = Id<"occurrence">;
export type BootId = Id<"boot">;
export type PersonId = Id<"person">;
export type KeyId = Id<"key">;
/** SHA-256 in lower-case hexadecimal. */
export type Sha256 = Id<"sha256">;

/** Letters that every MQTT engine carries unchanged in one topic level. */
const WORD = "^[a-z0-9_-]{1,64}$";
// Official codes since 1 July 2025 (Decision 19/2025/QĐ-TTg): 2 and 5 digits, never numbers.
const PROVINCE = "^[0-9]{2}$";
const COMMUNE = "^[0-9]{5}$";
const SHA256 = "^[0-9a-f]{64}$";

const parser =
  <T extends string>(rule: string, code: string) =>
  (raw: string): T => {
    if (typeof raw !== "string" || !new RegExp(rule).test(raw)) throw new ContractError(code, raw);
    return raw as T;
  };

export const provinceCode = parser<ProvinceCode>(PROVINCE, "province-code");
export const communeCode = parser<CommuneCode>(COMMUNE, "commune-code");
export const hamletId = parser<HamletId>(WORD, "hamlet-id");
export const clusterId = parser<ClusterId>(WORD, "cluster-id");
export const agentId = parser<AgentId>(WORD, "agent-id");
export const scopeId = parser<ScopeId>(WORD, "scope-id");
export const messageId = parser<MessageId>(WORD, "message-id");
export const broadcastId = parser<BroadcastId>(WORD, "broadcast-id");

export const bootId = parser<BootId>(WORD, "boot-id");
export const personId = parser<PersonId>(WORD, "person-id");
export const keyId = parser<KeyId>(WORD, "key-id");

const word = <T extends string>() => Type.Unsafe<T>(Type.String({ pattern: WORD }));

export const ProvinceCodeSchema = Type.Unsafe<ProvinceCode>(Type.String({ pattern: PROVINCE }));
export const CommuneCodeSchema = Type.Unsafe<CommuneCode>(Type.String({ pattern: COMMUNE }));
export const HamletIdSchema = word<HamletId>();
export const ClusterIdSchema = word<ClusterId>();
export const AgentIdSchema = word<AgentId>();
export const ScopeIdSchema = word<ScopeId>();
export const MessageIdSchema = word<MessageId>();
export const BroadcastIdSchema = word<BroadcastId>();
export const OccurrenceIdSchema = word<OccurrenceId>();
export const BootIdSchema = word<BootId>();
export const PersonIdSchema = word<PersonId>();
export const KeyIdSchema = word<KeyId>();
export const Sha256Schema = Type.Unsafe<Sha256>(Type.String({ pattern: SHA256 }));

export const centreScope = "centre" as ScopeId;
export const provinceScope = (code: ProvinceCode): ScopeId => `p-${code}` as ScopeId;
export const communeScope = (code: CommuneCode): ScopeId => `c-${code}` as ScopeId;
export const agentScope = (agent: AgentId): ScopeId => scopeId(`a-${agent}`);
