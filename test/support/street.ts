// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { type Dice, dice } from "./dice.ts";
import { addAt, filtered, inBand, inBandPower, power, scaled } from "./filters.ts";

/** A simulated street between a loudspeaker cluster and a microphone. Pure: one seed, one street. All audio at 16 kHz. */
export const STREET_RATE = 16_000;

export type Noise = "wind" | "traffic" | "babble" | "rain" | "mixture" | "none";
export const NOISES = ["wind", "traffic", "babble", "rain", "mixture"] as const;

export interface Street {
  readonly seed: number;
  /** Sound over noise in 300-3,800 Hz, both averaged over the stretch in which the message sounds. */
  readonly snrDb: number;
  readonly noise: Noise;
  /** Seconds from the first sample of the capture until the first sound can arrive. */
  readonly lag: number;
  /** Sound devices apart by so many parts in a million (positive: the capture stretches the sound). */
  readonly driftPpm: number;
  /** Seconds recorded. */
  readonly length: number;
  /** Other people's speech for babble; at least one voice. */
  readonly others: readonly Float32Array[];
}

export interface Heard {
  readonly capture: Float32Array;
  /** Every way that the sound took to the microphone: seconds (lag included) and strength. */
  readonly paths: readonly Path[];
}

export interface Path {
  readonly seconds: number;
  readonly gain: number;
}

/** What the microphone records while `played` sounds (or does not: an empty array). */
export function onStreet(played: Float32Array, street: Street): Heard {
  const { paths, at } = streetOf(played, street);
  return { capture: at(street.snrDb), paths };
}

/** One play on one street, to be recorded at several ratios; `moment` other than 0 = beside another moment of the same noise. */
export interface Played {
  readonly paths: readonly Path[];
  at(snrDb: number, moment?: number): Float32Array;
}

export function streetOf(played: Float32Array, street: Omit<Street, "snrDb">): Played {
  const d = dice(street.seed);
  const length = Math.round(street.length * STREET_RATE);
  const paths = someParts(d.fork(1), street.lag);
  const sound = stretched(throughPaths(hornOf(played, d.fork(2)), paths, length), street.driftPpm);
  fade(sound, d.fork(3));
  const noise = noiseOf(street.noise, length, d.fork(4), street.others);
  const first = Math.min(length, Math.round(street.lag * STREET_RATE));
  const last = Math.min(length, first + played.length);
  const soundPower = inBandPower(sound.subarray(first, last), STREET_RATE);
  const noisePower = powerBetween(noise, first, Math.max(last, first + STREET_RATE));
  return {
    paths,
    at(snrDb, moment = 0) {
      const turn = Math.floor(d.fork(6 + moment).unit() * length * Math.sign(moment));
      const loud = noisePower(turn);
      const level = soundPower > 0 ? Math.sqrt(soundPower / loud / 10 ** (snrDb / 10)) : 1;
      const capture = sound.slice();
      if (loud > 0) {
        addAt(capture, noise.subarray(turn), 0, level);
        addAt(capture, noise.subarray(0, turn), length - turn, level);
      }
      return throughMicrophone(capture, d.fork(5 + 100 * moment));
    },
  };
}

/** Mean in-band power of samples first…last-1 once the noise is turned by so many samples. */
function powerBetween(noise: Float32Array, first: number, last: number): (turn: number) => number {
  const sums = new Float64Array(noise.length + 1);
  for (const [n, x] of inBand(noise, STREET_RATE).entries()) sums[n + 1] = sums[n]! + x * x;
  const whole = sums[noise.length]!;
  const until = (at: number): number =>
    at <= noise.length ? sums[at]! : whole + sums[at - noise.length]!;
  const end = Math.min(noise.length, last);
  return (turn) => (end > first ? (until(end + turn) - until(first + turn)) / (end - first) : 0);
}

/** One to four horns, each with reflections that die away within 0.8 s. */
function someParts(d: Dice, lag: number): Path[] {
  const paths: Path[] = [];
  const horns = d.whole(1, 4);
  for (let horn = 0; horn < horns; horn++) {
    const gain = horn === 0 ? 1 : 10 ** (d.between(-12, -1) / 20);
    const arrival = lag + (horn === 0 ? d.between(0.005, 0.03) : d.between(0.01, 0.35));
    paths.push({ seconds: arrival, gain: gain * d.pick([1, -1]) });
    const echoes = d.whole(4, 14);
    const loud = 10 ** (d.between(-14, -5) / 20);
    for (let echo = 0; echo < echoes; echo++) {
      const later = d.between(0.004, 0.6);
      paths.push({
        seconds: arrival + later,
        gain: gain * loud * Math.exp(-later / 0.2) * d.gauss(),
      });
    }
  }
  return paths;
}

/** A driven amplifier clips; a horn passes 350 Hz to 6 kHz with a resonance of its own. */
function hornOf(played: Float32Array, d: Dice): Float32Array {
  const drive = d.between(0.5, 4) / Math.max(1e-9, Math.sqrt(power(played)) * 4);
  const driven = played.map((x) => Math.max(-1, Math.min(1, x * drive)));
  const low = filtered(
    filtered(driven, STREET_RATE, "high", d.between(300, 500)),
    STREET_RATE,
    "high",
    d.between(250, 400),
  );
  const band = filtered(low, STREET_RATE, "low", d.between(4_500, 6_500));
  addAt(band, filtered(band, STREET_RATE, "band", d.between(700, 2_500), 4), 0, d.between(0, 1.5));
  return band;
}

function throughPaths(sound: Float32Array, paths: readonly Path[], length: number): Float32Array {
  const out = new Float32Array(length);
  for (const path of paths) {
    const at = path.seconds * STREET_RATE;
    const whole = Math.floor(at);
    addAt(out, sound, whole, path.gain * (1 - (at - whole)));
    addAt(out, sound, whole + 1, path.gain * (at - whole));
  }
  return out;
}

/** Sample n of the answer is the input at n · (1 - ppm/10⁶), by a 24-point windowed sinc in steps of 1/256 sample. */
export function stretched(x: Float32Array, ppm: number): Float32Array {
  if (ppm === 0) return x;
  const out = new Float32Array(x.length);
  for (let n = 12; n < x.length; n++) {
    const at = n * (1 - ppm * 1e-6);
    const whole = Math.floor(at);
    if (whole + 12 >= x.length) break;
    const row = 24 * Math.round(256 * (at - whole));
    let sum = 0;
    for (let k = 0; k < 24; k++) sum += x[whole - 11 + k]! * SINCS[row + k]!;
    out[n] = sum;
  }
  return out;
}

const SINCS = Float64Array.from({ length: 24 * 257 }, (_, i) => {
  const t = Math.floor(i / 24) / 256 - ((i % 24) - 11);
  const window = 0.5 + 0.5 * Math.cos((Math.PI * t) / 12.5);
  return window * (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));
});

/** Wind and the operator's hand move the level by some decibels within seconds. */
function fade(x: Float32Array, d: Dice): void {
  let [from, to] = [d.gauss() * 2, d.gauss() * 2];
  let left = 0;
  let span = 1;
  for (let n = 0; n < x.length; n++, left--) {
    if (left <= 0) {
      [from, to] = [to, Math.max(-6, Math.min(6, 0.7 * to + 2 * d.gauss()))];
      span = Math.round(d.between(0.5, 3) * STREET_RATE);
      left = span;
    }
    x[n]! *= 10 ** ((to + ((from - to) * left) / span) / 20);
  }
}

function noiseOf(
  kind: Noise,
  length: number,
  d: Dice,
  others: readonly Float32Array[],
): Float32Array {
  switch (kind) {
    case "wind":
      return wind(length, d);
    case "traffic":
      return traffic(length, d);
    case "babble":
      return babble(length, d, others);
    case "rain":
      return rain(length, d);
    case "none":
      return new Float32Array(length);
    case "mixture": {
      const out = new Float32Array(length);
      for (const part of [wind, traffic, rain]
        .map((make) => make(length, d))
        .concat([babble(length, d, others)])) {
        addAt(
          out,
          part,
          0,
          10 ** (d.between(-9, 3) / 20) /
            Math.sqrt(Math.max(1e-12, inBandPower(part, STREET_RATE))),
        );
      }
      return out;
    }
  }
}

function hiss(length: number, d: Dice): Float32Array {
  const out = new Float32Array(length);
  for (let n = 0; n < length; n++) out[n] = d.gauss();
  return out;
}

/** Rumble that falls steeply with frequency, in gusts that now and then roar across the whole band. */
function wind(length: number, d: Dice): Float32Array {
  const rumble = filtered(hiss(length, d), STREET_RATE, "low", d.between(60, 200), 0.6);
  addAt(rumble, filtered(hiss(length, d), STREET_RATE, "low", 900, 0.5), 0, d.between(0.02, 0.15));
  let [gust, target] = [0, 0];
  for (let n = 0; n < length; n++) {
    if (n % 4_000 === 0) target = 0.85 * target + 0.35 * d.gauss();
    gust += (target - gust) / 3_000;
    rumble[n]! *= Math.exp(gust);
  }
  return rumble;
}

/** One turn of an engine: eight harmonics. */
const ENGINE = Float32Array.from({ length: 2_048 }, (_, i) =>
  [1, 2, 3, 4, 5, 6, 7, 8].reduce(
    (sum, h) => sum + Math.sin((2 * Math.PI * h * i) / 2_048 + h * h) / h,
    0,
  ),
);

/** Vehicles that come and go, engines with their harmonics, and a horn now and then. */
function traffic(length: number, d: Dice): Float32Array {
  const out = scaled(filtered(hiss(length, d), STREET_RATE, "low", 600), 0.3);
  const vehicles = Math.ceil(length / STREET_RATE / 4) + 2;
  for (let v = 0; v < vehicles; v++) {
    const [middle, width] = [d.between(0, length), d.between(0.6, 3) * STREET_RATE];
    const [engine, loud] = [d.between(45, 130), d.between(0.3, 2)];
    const from = Math.max(0, Math.floor(middle - 2.6 * width));
    const span = Math.max(0, Math.min(length, Math.ceil(middle + 2.6 * width)) - from);
    const tyres = filtered(hiss(span, d), STREET_RATE, "band", d.between(400, 1_500), 0.6);
    for (let n = 0; n < span; n++) {
      const near = Math.exp(-(((from + n - middle) / width) ** 2));
      const turn = (engine * n) / STREET_RATE;
      const hum = ENGINE[Math.floor(ENGINE.length * (turn - Math.floor(turn)))]!;
      out[from + n]! += loud * near * (tyres[n]! + 0.5 * hum);
    }
  }
  for (let horns = d.whole(0, Math.ceil(length / STREET_RATE / 5)); horns > 0; horns--) {
    const [at, span, hertz] = [
      d.between(0, length),
      d.between(0.15, 0.9) * STREET_RATE,
      d.between(350, 520),
    ];
    for (let n = 0; n < span && at + n < length; n++) {
      for (let h = 1; h <= 6; h++)
        out[Math.floor(at) + n]! +=
          (Math.sin((2 * Math.PI * h * hertz * n) / STREET_RATE) * 0.6) / h;
    }
  }
  return out;
}

function babble(length: number, d: Dice, others: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(length);
  for (let talker = d.whole(2, 6); talker > 0; talker--) {
    const speech = d.pick(others);
    const gain = 10 ** (d.between(-8, 0) / 20);
    let at = -d.whole(0, speech.length - 1);
    for (; at < length; at += speech.length) {
      addAt(out, speech, at, gain);
      addAt(out, speech, at + d.whole(100, 2_000), 0.4 * gain);
    }
  }
  return out;
}

/** A steady hiss with drops that ring on a roof. */
function rain(length: number, d: Dice): Float32Array {
  const out = scaled(filtered(hiss(length, d), STREET_RATE, "high", d.between(300, 1_200)), 0.3);
  for (let drops = Math.round((length / STREET_RATE) * d.between(5, 60)); drops > 0; drops--) {
    const [at, hertz, loud] = [d.whole(0, length - 1), d.between(300, 4_000), d.between(0.3, 3)];
    for (let n = 0; n < 400 && at + n < length; n++) {
      out[at + n]! += loud * Math.exp(-n / 60) * Math.sin((2 * Math.PI * hertz * n) / STREET_RATE);
    }
  }
  return out;
}

/** No automatic gain, 16 bits, a peak at about half scale, a little noise of its own. */
function throughMicrophone(x: Float32Array, d: Dice): Float32Array {
  let peak = 1e-6;
  for (const value of x) peak = Math.max(peak, Math.abs(value));
  const gain = d.between(0.2, 0.9) / peak;
  return x.map((value) => Math.round((value * gain + 1e-4 * d.gauss()) * 32_768) / 32_768);
}
