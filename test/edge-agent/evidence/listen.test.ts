// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { expect, test } from "vitest";
import { type Listening, type ListenOptions, listen } from "../../../edge-agent/evidence/listen.ts";
import { resample } from "../../../edge-agent/evidence/resample.ts";
import { announcement, speechLikeSpeaker } from "../../support/announcements.ts";
import { dice } from "../../support/dice.ts";
import { addAt, joined, scaled } from "../../support/filters.ts";
import { someSpeaker, someText, spoken } from "../../support/spoken.ts";
import { type Heard, type Noise, onStreet, STREET_RATE } from "../../support/street.ts";

const speaker = speechLikeSpeaker(31, 8);
const stranger = speechLikeSpeaker(32, 4);
const crowd = [joined(...speechLikeSpeaker(33, 3).sentences)];
const message = announcement(speaker, [0, 1, 2]);
const seconds = message.length / STREET_RATE;
const second = (at: number): number => Math.round(at * STREET_RATE);

interface Scene {
  readonly snrDb?: number;
  readonly noise?: Noise;
  readonly lag?: number;
  readonly seed?: number;
  readonly driftPpm?: number;
}

function heardOn(played: Float32Array, scene: Scene = {}): Heard {
  return onStreet(played, {
    seed: scene.seed ?? 5,
    snrDb: scene.snrDb ?? -5,
    noise: scene.noise ?? "wind",
    lag: scene.lag ?? 0.4,
    driftPpm: scene.driftPpm ?? 0,
    length: seconds + 2,
    others: crowd,
  });
}

const street = (played: Float32Array, scene: Scene = {}): Float32Array =>
  heardOn(played, scene).capture;
const usual = street(message);

const ear = (capture: Float32Array, options: ListenOptions = {}): Listening =>
  listen(message, capture, { referenceRate: STREET_RATE, captureRate: STREET_RATE, ...options });

test.each(["wind", "traffic", "babble", "rain", "mixture"] as const)(
  "a whole message is heard through %s at -10 dB, with its lag and drift",
  (noise) => {
    const { capture, paths } = heardOn(message, {
      noise,
      snrDb: -10,
      lag: 0.6,
      driftPpm: 60,
      seed: 8,
    });
    const result = ear(capture);
    expect(result.verdict).toBe("heard");
    expect(result.coverage).toBeGreaterThan(0.8);
    expect(result.score).toBeGreaterThan(result.threshold);
    const nearest = Math.min(...paths.map((path) => Math.abs(path.seconds - result.lagSeconds!)));
    expect(nearest).toBeLessThan(0.002);
    expect(Math.abs(result.driftPpm! - 60)).toBeLessThan(15);
    expect(result.suspicion).toBeUndefined();
    expect(result.cutAt).toBeUndefined();
  },
);

test("another message of the same voice is not heard, though tune and greeting are", () => {
  const result = ear(street(announcement(speaker, [4, 5, 6]), { snrDb: 10 }));
  expect(["partly", "not-heard"]).toContain(result.verdict);
  expect(result.coverage).toBeLessThan(0.4);
  expect(result.lastHeard).toBeLessThan(12);
});

test("what is shared can be left out: then another message of the same voice is not heard at all", () => {
  const common = { from: 0, to: (speaker.chime.length + speaker.greeting.length) / STREET_RATE };
  const capture = street(announcement(speaker, [4, 5, 6]), { snrDb: 10 });
  expect(ear(capture, { shared: [common] }).verdict).toBe("not-heard");
});

test("another voice and an empty street are not heard", () => {
  expect(ear(street(announcement(stranger, [0, 1, 2]), { snrDb: 10 })).verdict).toBe("not-heard");
  const nothing = ear(street(new Float32Array(0), { noise: "mixture" }));
  expect(nothing).toMatchObject({ verdict: "not-heard", coverage: 0 });
  expect(nothing.score).toBeLessThan(nothing.threshold);
  expect(nothing.lagSeconds).toBeUndefined();
});

test("a missing end is a part, and the cut point is found within two seconds", () => {
  for (const share of [0.5, 0.8]) {
    const result = ear(street(message.slice(0, second(share * seconds))));
    expect(result.verdict).toBe("partly");
    expect(Math.abs(result.cutAt! - share * seconds)).toBeLessThan(2);
  }
});

test("a late start is a part, from where it began", () => {
  const silent = second(0.45 * seconds);
  const result = ear(street(joined(new Float32Array(silent), message.slice(silent))));
  expect(result.verdict).toBe("partly");
  expect(Math.abs(result.startedAt! - 0.45 * seconds)).toBeLessThan(2);
});

test("an older version with one other sentence is a part with a hole", () => {
  const result = ear(street(announcement(speaker, [0, 5, 2]), { snrDb: 0 }));
  expect(result.verdict).toBe("partly");
  const start =
    (speaker.chime.length + speaker.greeting.length + speaker.sentences[0]!.length) / STREET_RATE;
  expect(Math.abs(result.hole!.from - start)).toBeLessThan(3);
});

test("long pauses in a message are neither heard nor missed", () => {
  const [a, b] = [speaker.sentences[0]!, speaker.sentences[1]!];
  const halting = joined(a, new Float32Array(second(6)), b, new Float32Array(second(5)), a);
  const capture = street(halting, { snrDb: -5 });
  const result = listen(halting, capture, { referenceRate: STREET_RATE, captureRate: STREET_RATE });
  expect(result.verdict).toBe("heard");
  expect(result.liveBlocks).toBeLessThan(0.85 * (halting.length / STREET_RATE / 1.875));
});

test("digital silence is a dead microphone, not a silent street", () => {
  expect(ear(new Float32Array(second(seconds + 2))).verdict).toBe("undecided");
  const dies = usual.slice();
  dies.fill(0, second(0.5 * seconds));
  const result = ear(dies);
  expect(result.verdict).toBe("partly");
  expect(result.cutAt).toBeUndefined();
  expect(result.blindBlocks).toBeGreaterThan(5);
});

test("under eight seconds nothing is decided", () => {
  const short = speaker.sentences[0]!.slice(0, second(5));
  const rates = { referenceRate: STREET_RATE, captureRate: STREET_RATE };
  expect(listen(short, street(short), rates).verdict).toBe("undecided");
  const briefly = usual.slice(0, second(5));
  expect(ear(briefly)).toMatchObject({ verdict: "undecided", score: 0, threshold: 0 });
});

test("nothing in, nothing decided", () => {
  expect(listen(new Float32Array(0), new Float32Array(0)).verdict).toBe("undecided");
});

test("a device that stalls in the middle is followed to its new lag", () => {
  const half = second(0.5 * seconds);
  const stalled = joined(
    message.slice(0, half),
    new Float32Array(second(0.3)),
    message.slice(half),
  );
  const result = ear(street(stalled, { snrDb: 5 }));
  expect(result.verdict).toBe("heard");
  expect(result.coverage).toBeGreaterThan(0.85);
});

test("line-out looped into line-in is too good to be air", () => {
  const loop = new Float32Array(message.length + STREET_RATE);
  const d = dice(3);
  addAt(loop, message, 1_000, 0.5);
  const result = ear(
    loop.map((x) => x + 2e-5 * d.gauss()),
    { leastLag: 0.1 },
  );
  expect(result.verdict).toBe("heard");
  expect(result.suspicion).toEqual(["too-clean", "no-echo", "too-early"]);
  expect(result.snrDb).toBeGreaterThan(40);
});

test("a later sound has a larger lag, by just as much", () => {
  const first = ear(usual).lagSeconds!;
  for (const delay of [0.1, 0.75]) {
    const later = new Float32Array(usual.length).map((_, n) => 1e-3 * Math.sin(n * n));
    addAt(later, usual, second(delay));
    const result = ear(later, { expectedLag: 1, lagSearch: 1 });
    expect(result.verdict).toBe("heard");
    expect(result.lagSeconds! - first).toBeCloseTo(delay, 3);
  }
});

test("gain changes neither the verdict nor the figures", () => {
  const plain = ear(usual);
  const other = ear(scaled(usual, 0.01));
  expect(other.verdict).toBe("heard");
  expect(other.heardBlocks).toBe(plain.heardBlocks);
  expect(other.lagSeconds).toBe(plain.lagSeconds);
  expect(other.score).toBeCloseTo(plain.score, 2);
});

test("files at 48 kHz give the same answer", () => {
  const result = listen(
    resample(message, STREET_RATE, 48_000),
    resample(usual, STREET_RATE, 48_000),
  );
  expect(result.verdict).toBe("heard");
  expect(result.lagSeconds).toBeCloseTo(ear(usual).lagSeconds!, 3);
});

test("a speech engine's voice is told from another text by the same voice", ({ skip }) => {
  const d = dice(77);
  const who = someSpeaker(d);
  const said = spoken([someText(d, 4), someText(d, 4)].map((say) => ({ ...who, say })));
  if (!said) return skip("needs @echogarden/espeak-ng-emscripten");
  const [wanted, other] = said as [Float32Array, Float32Array];
  const rates = { referenceRate: STREET_RATE, captureRate: STREET_RATE };
  const whole = listen(wanted, street(wanted, { snrDb: -10, noise: "traffic" }), rates);
  expect(whole.verdict).toBe("heard");
  expect(listen(other, street(wanted, { snrDb: 10 }), rates).verdict).toBe("not-heard");
});
