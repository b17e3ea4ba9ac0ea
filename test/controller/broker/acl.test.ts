import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChannelName, channels, matchTopic, topic } from "../../../contract/channels.ts";
import type { AgentId, ScopeId } from "../../../contract/ids.ts";
import {
  denyHello,
  type Hello,
  mayPublish,
  maySubscribe,
  type Peer,
  type Said,
} from "../../../controller/broker/acl.ts";

const me: Peer = {
  kind: "agent",
  id: "ag-1" as AgentId,
  scopes: ["centre", "p-51", "c-21024", "a-ag-1"] as ScopeId[],
};
const controller: Peer = { kind: "controller" };
const names = Object.keys(channels) as ChannelName[];
const said = (topicName: string, more: Partial<Said> = {}): Said => ({
  topic: topicName,
  qos: 1,
  retain: false,
  bytes: 10,
  ...more,
});

describe("a CONNECT is refused", () => {
  const good: Hello = {
    clientId: "ag-1",
    username: "ag-1",
    clean: true,
    version: 4,
    will: undefined,
  };
  const presence = topic("agent/{agent}/presence", "ag-1");
  test.for<[string, Partial<Hello>, string]>([
    ["of MQTT 5", { version: 5 }, "unacceptable-protocol"],
    ["of MQTT 3.1", { version: 3 }, "unacceptable-protocol"],
    [
      "with a NUL in its name",
      { clientId: "ag\u00001", username: "ag\u00001" },
      "identifier-rejected",
    ],
    ["with a slash in its name", { clientId: "a/b", username: "a/b" }, "identifier-rejected"],
    ["without a name", { clientId: "", username: "" }, "identifier-rejected"],
    [
      "with a name too long",
      { clientId: "a".repeat(65), username: "a".repeat(65) },
      "identifier-rejected",
    ],
    ["under another user", { username: "ag-2" }, "bad-credentials"],
    ["without a user", { username: undefined }, "bad-credentials"],
    ["that wants its session kept", { clean: false }, "not-authorized"],
    [
      "with a will on another's presence",
      { will: said(topic("agent/{agent}/presence", "ag-2")) },
      "not-authorized",
    ],
    ["with a will that stays", { will: said(presence, { retain: true }) }, "not-authorized"],
    [
      "with a will among receipts",
      { will: said(topic("agent/{agent}/receipts", "ag-1")) },
      "not-authorized",
    ],
    ["with an empty will", { will: said(presence, { bytes: 0 }) }, "not-authorized"],
  ])("%s", ([, change, denial]) => {
    expect(denyHello({ ...good, ...change })).toBe(denial);
  });
  test("never when it is in order, with a will on its own presence", () => {
    expect(denyHello(good)).toBeUndefined();
    expect(denyHello({ ...good, will: said(presence) })).toBeUndefined();
  });
});

test("the table of channels is the whole of what each side may write and hear", () => {
  for (const name of names) {
    const channel = channels[name];
    const own = topic(name, name.startsWith("scope/") ? "c-21024" : "ag-1");
    const how = { retain: channel.retain, qos: channel.qos };
    expect([name, mayPublish(me, said(own, how))]).toEqual([name, channel.to === "controller"]);
    expect([name, mayPublish(controller, said(own, how))]).toEqual([name, channel.to === "agent"]);
    expect([name, maySubscribe(me, own)]).toEqual([name, channel.to === "agent"]);
    expect([name, mayPublish(me, said(own, { ...how, retain: !channel.retain }))]).toEqual([
      name,
      false,
    ]);
  }
});

test.for([
  ["vangxa/1/#"],
  ["#"],
  ["+/1/agent/ag-1/config"],
  ["vangxa/1/agent/+/config"],
  ["vangxa/1/scope/+/plan"],
  ["$share/g/vangxa/1/scope/centre/plan"],
  ["$SYS/broker/clients"],
  ["vangxa/1/agent/ag-2/config"],
  ["vangxa/1/scope/c-99999/plan"],
  ["vangxa/1/agent/ag-1/receipts"],
  ["vangxa/2/agent/ag-1/config"],
  ["vangxa/1/agent/ag-1/config/more"],
  ["vangxa/1/agent/AG-1/config"],
  [""],
])("an agent may not listen to %s", ([filter]) => {
  expect(maySubscribe(me, filter ?? "")).toBe(false);
});

test("the controller has one filter a channel and nothing wider", () => {
  expect(maySubscribe(controller, "vangxa/1/agent/+/receipts")).toBe(true);
  expect(maySubscribe(controller, "vangxa/1/agent/#")).toBe(false);
  expect(maySubscribe(controller, "vangxa/1/agent/+/config")).toBe(false);
  expect(maySubscribe(controller, "$SYS/#")).toBe(false);
});

test("QoS 2, empty and oversized payloads are refused to everybody", () => {
  const own = topic("agent/{agent}/receipts", "ag-1");
  expect(mayPublish(me, said(own, { qos: 2 }))).toBe(false);
  expect(mayPublish(me, said(own, { bytes: 0 }))).toBe(false);
  expect(mayPublish(me, said(own, { bytes: 65_537 }))).toBe(false);
  expect(mayPublish(me, said(own, { bytes: 65_536 }))).toBe(true);
  // An empty retained payload would clear a signed document.
  expect(
    mayPublish(controller, said(topic("scope/{scope}/plan", "centre"), { retain: true, bytes: 0 })),
  ).toBe(false);
});

const level = fc.oneof(
  fc.constantFrom(
    "vangxa",
    "1",
    "2",
    "agent",
    "scope",
    "ag-1",
    "ag-2",
    "centre",
    "c-21024",
    "c-9",
    "a-ag-1",
    "plan",
    "urgent",
    "config",
    "ack",
    "receipts",
    "presence",
    "time",
    "ask",
    "answer",
    "+",
    "#",
    "$share",
    "",
  ),
  fc.string({ maxLength: 5 }),
);
const someTopic = fc.array(level, { minLength: 1, maxLength: 7 }).map((levels) => levels.join("/"));

test("whatever the topic: an agent writes only under its own name, and hears only its own and its scopes", () => {
  fc.assert(
    fc.property(someTopic, fc.boolean(), fc.integer({ min: 0, max: 2 }), (name, retain, qos) => {
      const match = matchTopic(name);
      if (mayPublish(me, said(name, { retain, qos }))) {
        expect(match?.id).toBe("ag-1");
        expect(match && channels[match.name].to).toBe("controller");
        expect([retain, qos < 2]).toEqual([false, true]);
      }
      if (maySubscribe(me, name)) {
        expect(name).not.toMatch(/[+#$]/);
        expect(["ag-1", "centre", "p-51", "c-21024", "a-ag-1"]).toContain(match?.id);
        expect(match && channels[match.name].to).toBe("agent");
      }
    }),
    { numRuns: 2_000 },
  );
});
