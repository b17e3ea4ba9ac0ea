import { type ChannelName, channels, topic, topicFilter } from "../../contract/channels.ts";
import type { AgentId, ScopeId } from "../../contract/ids.ts";

export interface ExportedAgent {
  readonly id: AgentId;
  /** A line of mosquitto's own form, as `secret.adapter.ts` makes it. */
  readonly secretHash: string;
  readonly scopes: readonly ScopeId[];
}

export interface BrokerFiles {
  readonly passwords: string;
  readonly acl: string;
}

const names = Object.keys(channels) as ChannelName[];
const ofScopes = (name: ChannelName): boolean => name.startsWith("scope/");
const HEAD = "# Written by the controller from its own tables: edit nothing here.";

/**
 * The rules of acl.ts for an outside mosquitto: `password_file`, `acl_file`, with `allow_anonymous false`. Patterns give every
 * board its own topics; the scopes stand under each name, because a board may read its own only.
 */
export function mosquittoFiles(
  agents: readonly ExportedAgent[],
  controller: { readonly name: string; readonly secretHash: string },
): BrokerFiles {
  const passwords = [controller, ...agents.map(({ id, secretHash }) => ({ name: id, secretHash }))];
  return {
    passwords: lines(passwords.map(({ name, secretHash }) => `${name}:${secretHash}`)),
    acl: lines([
      HEAD,
      ...names.filter((name) => !ofScopes(name)).map(pattern),
      "",
      `user ${controller.name}`,
      ...names.map(controllerTopic),
      ...agents.flatMap(({ id, scopes }) => ["", `user ${id}`, ...scopes.flatMap(scopeTopics)]),
    ]),
  };
}

const pattern = (name: ChannelName): string =>
  `pattern ${channels[name].to === "agent" ? "read" : "write"} ${topicFilter(name).replace("/+", "/%u")}`;

const controllerTopic = (name: ChannelName): string =>
  `topic ${channels[name].to === "agent" ? "write" : "read"} ${topicFilter(name)}`;

const scopeTopics = (scope: ScopeId): string[] =>
  names.filter(ofScopes).map((name) => `topic read ${topic(name, scope)}`);

const lines = (all: readonly string[]): string => `${all.join("\n")}\n`;
