import { babble, HERTZ, joined, mixed, noise, silence, tone, wavBytes } from "./audio.ts";
import { SPEECH_RATE, speak, voice } from "./speech-like.ts";

export interface Varied {
  readonly name: string;
  readonly wav: Buffer;
}

const clipped = (sound: Float32Array, at: number): Float32Array =>
  sound.map((value) => Math.max(-at, Math.min(at, value)));
const louder = (sound: Float32Array, by: number): Float32Array => sound.map((one) => one * by);
const lifted = (sound: Float32Array, by: number): Float32Array => sound.map((one) => one + by);

/** Chords that are struck and ring, with a bass and a beat: dense, tonal and rhythmic like a song's opening. */
function music(seconds: number, amplitude: number, seed: number): Float32Array {
  const beat = noise(seconds, 1, seed);
  const chords = [
    [220, 277.2, 329.6],
    [196, 246.9, 293.7],
    [174.6, 220, 261.6],
    [164.8, 207.7, 246.9],
  ];
  return beat.map((air, at) => {
    const time = at / HERTZ;
    const chord = chords[Math.floor(time / 1.5) % chords.length] as number[];
    const ring = Math.exp(-(time % 0.5) * 3);
    const notes = chord.reduce(
      (sum, hertz, index) => sum + Math.sin(2 * Math.PI * hertz * (index + 1) * time),
      0,
    );
    const drum = Math.exp(-(time % 0.375) * 40) * air;
    return amplitude * (0.22 * ring * notes + 0.4 * drum);
  });
}

function sweep(seconds: number, amplitude: number): Float32Array {
  const [low, high] = [300, 6_000];
  const rate = Math.log(high / low) / seconds;
  return silence(seconds).map((_, at) => {
    const time = at / HERTZ;
    return amplitude * Math.sin(((2 * Math.PI * low) / rate) * (Math.exp(rate * time) - 1));
  });
}

/** A hall: what was said comes back later and softer. */
const echoed = (sound: Float32Array): Float32Array =>
  sound.map(
    (value, at) => value + 0.5 * (sound[at - 5_000] ?? 0) + 0.3 * (sound[at - 12_000] ?? 0),
  );

/** Two channels that differ: the left is `one`, the right is `other`. */
function stereo(one: Float32Array, other: Float32Array): Buffer {
  const both = new Float32Array(one.length * 2);
  one.forEach((value, at) => {
    both[at * 2] = value;
    both[at * 2 + 1] = other[at] as number;
  });
  const bytes = wavBytes(both, HERTZ);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(HERTZ * 4, 28);
  bytes.writeUInt16LE(4, 32);
  return bytes;
}

const one = (name: string, sound: Float32Array, rate = HERTZ): Varied => ({
  name,
  wav: wavBytes(sound, rate),
});

/** What people send: voices near and far, clipped and soft, over noise, with music, from telephones and recorders. */
export function variedSounds(): readonly Varied[] {
  const people = Array.from({ length: 12 }, (_, at) =>
    one(`a voice, the ${at + 1}.`, speak(voice(at + 1), at + 50, 8 + (at % 4) * 3), SPEECH_RATE),
  );
  const levels = [0.008, 0.015, 0.03, 0.1, 0.4, 0.95].map((level) =>
    one(`a voice at ${level}`, babble(9, level, Math.round(level * 1_000))),
  );
  const rates = [8_000, 11_025, 22_050, 44_100, 96_000].map((rate) =>
    one(`a voice at ${rate} Hz`, babble(8, 0.2, rate, rate), rate),
  );
  const overNoise = [0.005, 0.02, 0.05, 0.1].map((level) =>
    one(`a voice over noise of ${level}`, mixed(babble(8, 0.3, 11), noise(8, level, 3))),
  );
  const overdriven = [1.5, 3, 8].map((by) =>
    one(`a voice ${by} times too loud`, clipped(louder(babble(8, 0.5, by), by), 1)),
  );
  const songs = [1, 2, 3, 4].map((seed) =>
    one(`music, the ${seed}.`, music(10, [0.1, 0.3, 0.6, 0.95][seed - 1] as number, seed)),
  );
  return [
    ...people,
    ...levels,
    ...rates,
    ...overNoise,
    ...overdriven,
    ...songs,
    one("a voice over music", mixed(babble(10, 0.3, 5), music(10, 0.12, 6))),
    one("a voice, then music", joined(babble(6, 0.3, 7), music(6, 0.3, 8))),
    one("a loud and a soft half", joined(babble(5, 0.5, 3), babble(5, 0.1, 4))),
    one("a soft half and a loud one", joined(babble(6, 0.05, 5), babble(6, 0.4, 6))),
    one(
      "words with long rests",
      joined(babble(2, 0.3, 1), silence(3), babble(2, 0.3, 2), silence(3), babble(2, 0.3, 3)),
    ),
    one("a hall", echoed(babble(9, 0.2, 9))),
    one("a voice on a direct current", lifted(babble(8, 0.2, 10), 0.3)),
    one("a voice with mains hum", mixed(babble(8, 0.2, 12), tone(50, 8, 0.3))),
    one("a tone", tone(1_000, 5, 0.3)),
    one("a sweep", sweep(8, 0.4)),
    one("white noise", noise(6, 0.3, 2)),
    one("soft white noise", noise(6, 0.02, 4)),
    one("two seconds of a voice", babble(2, 0.3, 21)),
    one("a minute of a voice", babble(60, 0.2, 22)),
    { name: "stereo, two voices", wav: stereo(babble(8, 0.3, 31), babble(8, 0.2, 32)) },
    { name: "stereo, one side empty", wav: stereo(babble(8, 0.3, 33), silence(8)) },
  ];
}
