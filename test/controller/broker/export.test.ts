import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChannelName, channels, topic } from "../../../contract/channels.ts";
import type { AgentId, ScopeId } from "../../../contract/ids.ts";
import { mayPublish, maySubscribe } from "../../../controller/broker/acl.ts";
import { mosquittoFiles } from "../../../controller/broker/export.ts";

const agents = [
  {
    id: "ag-1" as AgentId,
    secretHash: "$7$101$AA==$BB==",
    scopes: ["centre", "c-21024", "a-ag-1"] as ScopeId[],
  },
  {
    id: "ag-2" as AgentId,
    secretHash: "$7$101$CC==$DD==",
    scopes: ["centre", "c-99999", "a-ag-2"] as ScopeId[],
  },
];
const files = mosquittoFiles(agents, { name: "controller", secretHash: "$7$101$EE==$FF==" });

/** mosquitto's reading of its own file: rules under a user, and patterns for all. */
function allows(user: string, access: "read" | "write", name: string): boolean {
  let current = "";
  return files.acl.split("\n").some((line) => {
    const [word, what, filter] = line.split(" ");
    if (word === "user") current = what ?? "";
    const mine = (word === "topic" && current === user) || word === "pattern";
    return mine && what === access && fits((filter ?? "").replace("%u", user), name);
  });
}

const fits = (filter: string, name: string): boolean => {
  const [want, have] = [filter.split("/"), name.split("/")];
  return want.length === have.length && want.every((part, i) => part === "+" || part === have[i]);
};

test("passwords stand under their names", () => {
  expect(files.passwords).toBe(
    "controller:$7$101$EE==$FF==\nag-1:$7$101$AA==$BB==\nag-2:$7$101$CC==$DD==\n",
  );
});

test("the exported rules say what our own broker says, for every board and topic", () => {
  const ids = fc.constantFrom(
    "ag-1",
    "ag-2",
    "centre",
    "c-21024",
    "c-99999",
    "a-ag-1",
    "a-ag-2",
    "other",
  );
  const names = fc.constantFrom(...(Object.keys(channels) as ChannelName[]));
  fc.assert(
    fc.property(names, ids, fc.constantFrom(...agents), (name, id, agent) => {
      const full = topic(name, id);
      const peer = { kind: "agent", id: agent.id, scopes: agent.scopes } as const;
      const { retain, qos } = channels[name];
      expect([full, allows(agent.id, "read", full)]).toEqual([full, maySubscribe(peer, full)]);
      expect([full, allows(agent.id, "write", full)]).toEqual([
        full,
        mayPublish(peer, { topic: full, retain, qos, bytes: 9 }),
      ]);
    }),
    { numRuns: 500 },
  );
});

test("the controller writes what boards hear and hears what they write", () => {
  for (const name of Object.keys(channels) as ChannelName[]) {
    const full = topic(name, "ag-1");
    expect(allows("controller", channels[name].to === "agent" ? "write" : "read", full)).toBe(true);
  }
});
