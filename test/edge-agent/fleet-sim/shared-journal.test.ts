import { expect, test } from "vitest";
import { sharedJournal } from "../../../edge-agent/fleet-sim/shared-journal.ts";
import type { Journal } from "../../../edge-agent/outbox/journal.ts";

/** Segments of two lines, in sight. */
function disk(written: readonly string[] = []) {
  const lines = [...written];
  const dropped: number[] = [];
  let open = true;
  const segment = (at: number) => Math.floor(at / 2) + 1;
  const journal: Journal = {
    lines: () => lines.map((json, at) => ({ segment: segment(at), json })),
    forgetLines: () => undefined,
    lost: 0,
    append: async (json) => ({ segment: segment(lines.push(json) - 1) }),
    segments: () => [{ number: 1, bytes: 2 }],
    drop: async (number) => void dropped.push(number),
    close: async () => {
      open = false;
    },
  };
  return { journal, lines, dropped, isOpen: () => open };
}

test("each board finds its own lines again, and no other's", async () => {
  const first = disk();
  const shared = sharedJournal(first.journal);
  const [one, two] = [shared.view(1), shared.view(2)];
  await one.append('{"a":1}');
  expect(await two.append('{"b":1}')).toEqual({ segment: 1 });
  await one.append('{"a":2}');
  const again = sharedJournal(disk(first.lines).journal);
  const view = again.view(1);
  expect(view.lines()).toEqual([
    { segment: 1, json: '{"a":1}' },
    { segment: 2, json: '{"a":2}' },
  ]);
  expect(again.view(2).lines()).toEqual([{ segment: 1, json: '{"b":1}' }]);
  view.forgetLines();
  expect(view.lines()).toEqual([]);
});

test("a segment goes when the last board has let it go", async () => {
  const { journal, dropped } = disk();
  const shared = sharedJournal(journal);
  const [one, two] = [shared.view(1), shared.view(2)];
  await one.drop(1);
  await one.drop(1);
  expect(dropped).toEqual([]);
  await two.drop(1);
  expect(dropped).toEqual([1]);
  expect(one.segments()).toEqual([{ number: 1, bytes: 2 }]);
});

test("a board that stops closes nothing that others write to", async () => {
  const { journal, isOpen } = disk();
  const shared = sharedJournal(journal);
  await shared.view(1).close();
  expect(isOpen()).toBe(true);
  await shared.close();
  expect(isOpen()).toBe(false);
});
