import {
  type AudioLibrary,
  type MadeSpeech,
  type ReadBy,
  type Recipes,
  type Rendition,
  recipeLine,
  type SpeechRequest,
} from "./library.ts";
import type { OpenDesk } from "./master.ts";
import { type AudioRefusal, refuseAudio } from "./refusals.ts";
import type { Codec } from "./render/codec.ts";
import { stretchPauses } from "./render/pauses.ts";
import { toFloat } from "./render/pcm.ts";
import { compose, HERTZ, type Spoken, sharedBy } from "./render/render.ts";
import { resample } from "./render/resample.ts";
import { trimSilence } from "./render/silence.ts";
import { memoryTape } from "./render/tape.ts";
import { partsOf, type SpeechPart } from "./speech/parts.ts";
import {
  FASTEST,
  isVietnamese,
  plainText,
  SLOWEST,
  type Speaking,
  type Speech,
  type SpeechFailure,
  speechFailures,
} from "./speech/speech.ts";
import type { AudioStore } from "./store/audio-store.ts";
import { looksVietnamese } from "./text/language.ts";
import { type Normalised, normalise } from "./text/normalise.ts";
import { type Breathe, drive } from "./work.ts";

export interface SpeechParts {
  /** The first is the default and the one to fall back to; it must work offline. */
  readonly engines: readonly [Speech, ...Speech[]];
  readonly codec: Codec;
  readonly store: AudioStore;
  readonly recipes: Recipes;
  readonly openDesk: OpenDesk;
  readonly breathe: Breathe;
}

const LONGEST_TEXT = 60_000;
const PAUSES = { shortest: 0.5, longest: 3 };
const AT_ONCE = 2;
const REMEMBERED = 16;
const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);
const WHEN_SPOKEN = 0.3;

interface Chosen {
  readonly speech: Speech;
  readonly voice: string;
}

function wordsOf({ text = "", spoken, lexicon = [], south = false }: SpeechRequest): Normalised {
  if (spoken !== undefined) return { spoken, spans: [], flags: [] };
  return normalise(text, { lexicon, south });
}

/** A writer hears a text, then saves it: the same words are not worked out twice. */
function rememberedWords(): (request: SpeechRequest) => Normalised {
  const known = new Map<string, Normalised>();
  return (request) => {
    const { text, spoken, lexicon, south } = request;
    const key = JSON.stringify([text, spoken, lexicon, south]);
    const words = known.get(key) ?? wordsOf(request);
    known.set(key, words);
    if (known.size > REMEMBERED) known.delete(known.keys().next().value as string);
    return words;
  };
}

async function choose(
  engines: SpeechParts["engines"],
  wanted: string | undefined,
): Promise<Chosen | undefined> {
  const slash = wanted?.indexOf("/") ?? -1;
  const engine = slash < 0 ? engines[0].id : wanted?.slice(0, slash);
  const speech = engines.find((one) => one.id === engine);
  const voices = (await speech?.voices()) ?? [];
  const name = wanted === undefined ? voices[0]?.id : wanted.slice(slash + 1);
  if (speech === undefined || name === undefined) return undefined;
  return voices.some((voice) => voice.id === name) ? { speech, voice: name } : undefined;
}

type Trouble = Extract<Speaking, { ok: false }>;

const STOPPED: Trouble = { ok: false, code: "aborted", why: speechFailures.aborted };

/** All parts in order, two engines at work at once. The first failure stops the rest. */
async function speakAll(
  { speech, voice }: Chosen,
  parts: readonly SpeechPart[],
  { rate, pause }: { rate: number; pause: number },
  how: { signal: AbortSignal | undefined; breathe: Breathe; spoke: (done: number) => void },
): Promise<{ ok: true; sounds: Spoken[] } | Trouble> {
  const sounds: Spoken[] = [];
  let trouble: Trouble | undefined;
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < parts.length && trouble === undefined) {
      const index = next;
      next += 1;
      const { text, rest } = parts[index] as SpeechPart;
      const answer = await speech.speak({ text, voice, rate, signal: how.signal });
      if (!answer.ok) {
        trouble ??= answer;
        return;
      }
      const heard = stretchPauses(toFloat(answer.pcm), answer.sampleRate, pause);
      const resampling = resample(heard, answer.sampleRate, HERTZ);
      const whole = await drive(resampling, how.breathe, how.signal);
      if (whole === undefined) trouble ??= STOPPED;
      else
        sounds[index] = { sound: trimSilence(memoryTape(whole.value), HERTZ), rest: rest * pause };
      done += 1;
      how.spoke(done / parts.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return trouble ?? { ok: true, sounds };
}

const speechRefusal = (code: SpeechFailure, why: string): AudioRefusal => {
  if (code === "aborted" || code === "no-voice") return refuseAudio(code);
  return refuseAudio(code === "too-long" ? "too-much-text" : "speech-failed", why);
};

type MadeWith = { ok: true; rendition: Rendition; engine: ReadBy } | Trouble | AudioRefusal;

const isTrouble = (made: MadeWith): made is Trouble => "why" in made;

async function makeWith(
  chosen: Chosen,
  spoken: string,
  request: SpeechRequest,
  context: SpeechParts,
): Promise<MadeWith> {
  const { speech, voice } = chosen;
  const { chime = "none", signal, progress = () => undefined } = request;
  const rate = within(request.rate ?? 1, SLOWEST, FASTEST);
  const pause = within(request.pause ?? 1, PAUSES.shortest, PAUSES.longest);
  const [probe, codec] = await Promise.all([speech.probe(), context.codec.find()]);
  if (!probe.ok) return { ok: false, code: "engine-missing", why: probe.why };
  if (!codec.ok) return refuseAudio("no-codec", codec.why);
  const engine = { id: speech.id, version: probe.version, voice, rate };
  const program = `${codec.about.version} ${codec.about.origin}`;
  const line = recipeLine({ engine, codec: program, chime, pause, spoken });
  const known = await context.recipes.recall(line);
  if (known !== undefined && (await context.store.size(known.sha256)) === known.bytes)
    return { ok: true, rendition: known, engine };
  const parts = partsOf(spoken, speech.about);
  const desk = context.openDesk({ signal, progress });
  try {
    const said = await speakAll(
      chosen,
      parts,
      { rate, pause },
      {
        signal,
        breathe: context.breathe,
        spoke: (done) => progress("speaking", done * WHEN_SPOKEN),
      },
    );
    if (!said.ok) return said;
    const mastered = await desk.master(compose(said.sounds, chime));
    if (!mastered.ok) return mastered;
    await context.recipes.keep(line, mastered.rendition);
    return { ok: true, rendition: mastered.rendition, engine };
  } finally {
    desk.close();
  }
}

async function makeSpoken(
  request: SpeechRequest,
  words: Normalised,
  context: SpeechParts,
): Promise<MadeSpeech | AudioRefusal> {
  const chosen = await choose(context.engines, request.voice);
  if (chosen === undefined) return refuseAudio("no-voice", request.voice);
  const notes: string[] = [];
  let made = await makeWith(chosen, words.spoken, request, context);
  const spare = await choose(context.engines, undefined);
  if (isTrouble(made) && made.code !== "aborted" && spare && spare.speech !== chosen.speech) {
    notes.push(`${made.why} Bản tin được đọc bằng giọng có sẵn thay cho giọng đã chọn.`);
    made = await makeWith(spare, words.spoken, request, context);
  }
  if (isTrouble(made)) return speechRefusal(made.code, made.why);
  if (!made.ok) return made;
  const shared = sharedBy(request.chime ?? "none");
  return { ok: true, ...made.rendition, engine: made.engine, ...words, notes, shared };
}

/** Text to a levelled, stored sound. When a chosen engine fails, the built-in one reads, with a note. */
export function speechMaking(context: SpeechParts): AudioLibrary["makeSpeech"] {
  const reading = rememberedWords();
  return async (request) => {
    if (!isVietnamese(request.language)) return refuseAudio("not-vietnamese", request.language);
    const written = request.spoken ?? request.text ?? "";
    if (written.length > LONGEST_TEXT) return refuseAudio("too-much-text");
    if (request.text !== undefined && !looksVietnamese(request.text))
      return refuseAudio("not-vietnamese");
    const words = reading(request);
    const spoken = plainText(words.spoken);
    if (!/[\p{L}\p{N}]/u.test(spoken)) return refuseAudio("nothing-to-say");
    return makeSpoken(request, { ...words, spoken }, context);
  };
}
