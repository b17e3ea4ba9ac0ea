import { expect, test } from "vitest";
import { systemClock } from "../../../edge-agent/clock.adapter.ts";
import type { Sounding } from "../../../edge-agent/evidence/ear.ts";
import { order, SOUND } from "../../support/orders-of-noise.ts";
import { dropFolder, newFolder, startBoard } from "../../support/pipe-board.ts";
import { sha256, smallCentre, until } from "../../support/small-centre.ts";

test("the signed plan tells the ear what of the sound is nobody's own", async () => {
  const centre = await smallCentre();
  centre.addAudio(SOUND);
  const folder = newFolder();
  const asked: (readonly Sounding[])[] = [];
  const ear = {
    recognise: async (stretches: readonly Sounding[]) => {
      asked.push(stretches);
      return undefined;
    },
    onLevel: () => undefined,
    close: async () => undefined,
  };
  const board = await startBoard(centre, folder, systemClock, true, () => ({ ear }));
  try {
    const audio = { sha256: sha256(SOUND), bytes: SOUND.length, length: 1_000 };
    const shared = { before: 250, after: 100 };
    const parts = [
      { kind: "audio", role: "tune", audio },
      { kind: "audio", role: "message", audio, shared },
      { kind: "audio", role: "message", audio },
    ];
    await centre.plan([order("o1", 800, { parts })]);
    await until("it was judged", () => asked.length > 0, 20_000);
    expect(asked[0]?.map((stretch) => stretch.shared)).toEqual([
      [{ from: 0, to: Number.POSITIVE_INFINITY }],
      [
        { from: 0, to: 0.25 },
        { from: 0.9, to: 1 },
      ],
      [],
    ]);
  } finally {
    await board.agent.stop();
    await centre.stop();
    dropFolder(folder);
  }
  expect(board.broken).toEqual([]);
}, 40_000);
