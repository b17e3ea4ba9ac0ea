// How long staff wait for speech: POST /api/speech/preview of 300 words that the controller has never seen, until the levelled
// sound is there, and the same request once more. A real controller process on loopback, the built-in voice. Prints JSON.
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { spread } from "../support/spread.ts";
import { startStation } from "../support/station.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const WORDS = 300;
const GOAL = { firstSeconds: 5, secondMs: 50 };

const article = new URL(
  "../audio-library/text/input/bai-bao-chuong-trinh-1169.txt",
  import.meta.url,
);
const words = readFileSync(article, "utf8").split(/\s+/u).filter(Boolean);

/** Each round reads another stretch of the article, so that nothing of it is in a cache. */
const textOf = (round: number): string =>
  Array.from({ length: WORDS }, (_, at) => words[(round * 97 + at) % words.length] as string).join(
    " ",
  );

interface Preview {
  readonly audio: { readonly sha256: string; readonly seconds: number; readonly lufs: number };
}

const station = await startStation({ boards: 0 });
try {
  const ask = async (text: string): Promise<{ ms: number; sound: Preview["audio"] }> => {
    const begun = performance.now();
    const { audio } = await station.admin.post<Preview>("/api/speech/preview", { text });
    return { ms: performance.now() - begun, sound: audio };
  };
  // The programs are found and tried out once after a start; that is not part of speaking.
  await ask("Xin chào bà con.");
  const first: number[] = [];
  const second: number[] = [];
  const sounds: Preview["audio"][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const once = await ask(textOf(round));
    const again = await ask(textOf(round));
    if (again.sound.sha256 !== once.sound.sha256)
      throw new Error("the second sound is another one");
    first.push(once.ms / 1_000);
    second.push(again.ms);
    sounds.push(once.sound);
  }
  const seconds = spread(first);
  const again = spread(second);
  console.log(
    JSON.stringify({
      bench: "speech",
      cores: cpus().length,
      words: WORDS,
      soundSeconds: Math.round(sounds[0]?.seconds ?? 0),
      firstSeconds: seconds,
      secondMs: again,
      largestLoudnessError: Math.max(...sounds.map(({ lufs }) => Math.abs(lufs + 16))),
      goal: GOAL,
      isMet: seconds.p95 < GOAL.firstSeconds && again.p95 < GOAL.secondMs,
    }),
  );
} finally {
  await station.stop();
}
