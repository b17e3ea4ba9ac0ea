import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type ChannelName,
  channels,
  matchTopic,
  topic,
  topicFilter,
} from "../../contract/channels.ts";
import { asyncApi, contractMarkdown } from "../../contract/describe.ts";

const names = Object.keys(channels) as ChannelName[];
const level = fc.stringMatching(/^[a-z0-9_-]{1,64}$/);

describe("the channel table", () => {
  test("a topic names its channel and whose it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), level, (name, id) => {
        expect(matchTopic(topic(name, id))).toEqual({ name, id });
      }),
    );
  });

  test.each(["", "A", "a/b", "a.b", "a b", "+", "#", "é", "x".repeat(65)])(
    "no topic is made for the level %j",
    (id) => {
      expect(() => topic("scope/{scope}/plan", id)).toThrow(RangeError);
    },
  );

  test("other topics belong to no channel", () => {
    for (const other of ["", "vangxa/2/scope/c/plan", "vangxa/1/scope/c/plan/x", "$SYS/a"]) {
      expect(matchTopic(other)).toBeUndefined();
    }
  });

  test("a filter hears exactly one channel of everybody", () => {
    expect(topicFilter("agent/{agent}/time/ask")).toBe("vangxa/1/agent/+/time/ask");
  });

  test("whatever an agent obeys or proves is signed", () => {
    const unsigned = names.filter((name) => channels[name].signed === false);
    expect(unsigned.sort()).toEqual([
      "agent/{agent}/ack",
      "agent/{agent}/health",
      "agent/{agent}/presence",
      "agent/{agent}/refresh",
      "agent/{agent}/time/ask",
    ]);
  });

  test("the generated pages name every channel", () => {
    const [page, api] = [contractMarkdown(), asyncApi()];
    for (const name of names) {
      expect(page).toContain(`\`${name}\``);
      expect(api).toContain(`address: "vangxa/1/${name}"`);
    }
  });
});
