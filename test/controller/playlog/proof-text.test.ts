import { expect, test } from "vitest";
import { proofText } from "../../../controller/playlog/proof-text.ts";
import { logRowView } from "../../../controller/playlog/view.ts";

const acoustic = {
  verdict: "heard",
  coverage: 0.934,
  score: 20,
  threshold: 9,
  lag: 141.6,
} as const;
const electric = { verdict: "yes", watts: 31.46, idleWatts: 8 } as const;

test("the sensors' words carry their figures", () => {
  expect(proofText({ acoustic, electric })).toBe(
    "âm-li có phát công suất (31,5 W, khi im 8 W); micro nghe đúng bản tin (nhận ra 93 %, trễ 142 ms)",
  );
  expect(proofText({ acoustic: { ...acoustic, verdict: "not-heard", coverage: 0 } })).toBe(
    "micro không nghe thấy bản tin (nhận ra 0 %)",
  );
  expect(proofText({ acoustic: { ...acoustic, suspicion: "no-echo" } })).toContain("nghi vấn");
  expect(proofText({})).toBe("");
});

const entry = (fields: object) =>
  logRowView({ body: "{}", rung: "acoustic", at: 0, outcome: "played", ...fields } as never);

test("a row says its rung and its proof; horns behind a bridge say that they cannot be measured", () => {
  const heard = entry({ cluster_kind: "ip", body: JSON.stringify({ evidence: { acoustic } }) });
  expect(heard).toMatchObject({ rungText: "được micro xác nhận", measurable: true });
  expect(heard.proofText).toContain("micro nghe đúng");
  expect(entry({ cluster_kind: "fm-bridge" })).toMatchObject({
    measurable: false,
    proofText: "không đo được (qua cầu FM hoặc có dây)",
  });
  expect(entry({ cluster_kind: null, rung: "new" })).toMatchObject({
    measurable: true,
    rungText: "new",
  });
});

test("a row names the messages that its airing said, without pauses and tunes", () => {
  const said = (message: string) => ({
    kind: "audio",
    message,
    audio: { sha256: `hash of ${message}` },
  });
  const tune = { kind: "audio", role: "tune", audio: { sha256: "tune" } };
  const parts = [tune, { kind: "pause" }, said("m-1"), said("m-2")];
  const body = JSON.stringify({ parts });
  expect(entry({ occurrence_body: body }).sounds).toEqual([
    { message: "m-1", sha256: "hash of m-1" },
    { message: "m-2", sha256: "hash of m-2" },
  ]);
  expect(entry({ occurrence_body: null }).sounds).toEqual([]);
});

test("a row says what another item took from it", () => {
  const body = { by: "o-khan", parts: [{ part: 0, offset: 0, frames: 96_000 }] };
  const cut = { by: "o-khan", seconds: 3 };
  expect(entry({ body: JSON.stringify(body), of_frames: 240_000 }).cut).toEqual(cut);
  expect(entry({ body: '{"by":"o-khan"}', of_frames: 144_000 }).cut).toEqual(cut);
  expect(entry({ of_frames: 240_000 }).cut).toBeNull();
});
