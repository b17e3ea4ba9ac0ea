import { expect, test } from "vitest";
import { currentText, heardSounds, microphoneText } from "../../controller/web/proof-words.ts";

const row = (evidence: object, parts: object[] = []) => ({
  evidence: { evidence, parts },
  sounds: [
    { message: "m-1", sha256: "a" },
    { message: "m-2", sha256: "b" },
  ],
});
const acoustic = {
  verdict: "partly",
  coverage: 0.614,
  score: 18.349,
  threshold: 15.78,
  lag: 118.4,
  recognised: 8_000,
};

test("what the microphone says comes with score, threshold and share, whatever the verdict", () => {
  expect(microphoneText(row({ acoustic }))).toBe(
    "chỉ nghe được một phần: điểm 18,3 (ngưỡng 15,8), nhận ra 61 %, trễ 118 ms",
  );
  expect(
    microphoneText(row({ acoustic: { ...acoustic, verdict: "not-heard", coverage: 0 } })),
  ).toBe("không nghe thấy bản tin: điểm 18,3 (ngưỡng 15,8), nhận ra 0 %");
  expect(microphoneText(row({ acoustic: { ...acoustic, suspicion: "no-echo" } }))).toMatch(
    /không tính$/,
  );
  expect(microphoneText(row({}))).toMatch(/^không đo/);
});

test("what the meter says comes with the watts of sound and of silence", () => {
  expect(currentText(row({ electric: { verdict: "yes", watts: 45.25, idleWatts: 3 } }))).toBe(
    "âm-li có phát công suất: 45,3 W, khi im 3 W",
  );
  expect(currentText({ evidence: {}, sounds: [] })).toMatch(/^không đo/);
});

test("only a sound of which a receipt counts frames was played", () => {
  const parts = [
    { part: 0, offset: 0, frames: 48_000, sha256: "a" },
    { part: 1, offset: 0, frames: 0, sha256: "b" },
  ];
  expect(heardSounds(row({}, parts)).map((one) => one.sounded)).toEqual([true, false]);
  expect(heardSounds({ evidence: {}, sounds: [{ message: "m", sha256: "a" }] })).toEqual([
    { message: "m", sha256: "a", sounded: false },
  ]);
});
