import { channels, matchTopic, type Side } from "../../contract/channels.ts";
import { LARGEST_PAYLOAD } from "../../contract/codec.ts";
import type { AgentId, ScopeId } from "../../contract/ids.ts";

/** Who is at the other end of a connection. */
export type Peer =
  | { readonly kind: "controller" }
  | { readonly kind: "agent"; readonly id: AgentId; readonly scopes: readonly ScopeId[] };

export interface Hello {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly clean: boolean;
  readonly version: number;
  readonly will: Said | undefined;
}

/** A PUBLISH or a will, without its words. */
export interface Said {
  readonly topic: string;
  readonly qos: number;
  readonly retain: boolean;
  readonly bytes: number;
}

/** CONNACK return codes of MQTT 3.1.1, table 3.1. */
export type Denial =
  | "unacceptable-protocol"
  | "identifier-rejected"
  | "bad-credentials"
  | "not-authorized";
export const connackCode: Record<Denial, number> = {
  "unacceptable-protocol": 1,
  "identifier-rejected": 2,
  "bad-credentials": 4,
  "not-authorized": 5,
};

const NAME = /^[a-z0-9_-]{1,64}$/;

/** What is wrong with a CONNECT before any password is looked at. */
export function denyHello(hello: Hello): Denial | undefined {
  if (hello.version !== 4) return "unacceptable-protocol";
  // aedes itself lets NUL, control and surrogate characters through.
  if (!NAME.test(hello.clientId)) return "identifier-rejected";
  // One name everywhere: client id, user and topic level; a credential opens its own connection only.
  if (hello.username !== hello.clientId) return "bad-credentials";
  // A kept session would be an unbounded queue in memory.
  if (!hello.clean) return "not-authorized";
  if (hello.will && !mayWill(hello.clientId as AgentId, hello.will)) return "not-authorized";
  return undefined;
}

/** A will only on the agent's own presence, never retained. */
export const mayWill = (agent: AgentId, will: Said): boolean =>
  matchTopic(will.topic)?.name === "agent/{agent}/presence" &&
  mayPublish({ kind: "agent", id: agent, scopes: [] }, will);

/** Deny by default: exactly the rows of the channel table that this side writes, with their retain flag. */
export function mayPublish(peer: Peer, said: Said): boolean {
  const match = matchTopic(said.topic);
  if (!match) return false;
  const channel = channels[match.name];
  const hearer: Side = peer.kind === "controller" ? "agent" : "controller";
  if (channel.to !== hearer) return false;
  if (peer.kind === "agent" && match.id !== peer.id) return false;
  // QoS 2 is lossy on this engine, and an empty retained payload would clear a document unsigned.
  return (
    said.qos <= 1 &&
    said.retain === channel.retain &&
    said.bytes > 0 &&
    said.bytes <= LARGEST_PAYLOAD
  );
}

const CONTROLLER_FILTERS: ReadonlySet<string> = new Set(
  Object.entries(channels)
    .filter(([, channel]) => channel.to === "controller")
    .map(([name]) => `vangxa/1/${name.replace(/\{[a-z]+\}/, "+")}`),
);

/** An agent names exact topics of its own; the controller has one filter a channel. No `#`, `$share`, `$SYS` for anybody. */
export function maySubscribe(peer: Peer, filter: string): boolean {
  if (peer.kind === "controller") return CONTROLLER_FILTERS.has(filter);
  const match = matchTopic(filter);
  if (!match || channels[match.name].to !== "agent") return false;
  return match.name.startsWith("scope/")
    ? (peer.scopes as readonly string[]).includes(match.id)
    : match.id === peer.id;
}
