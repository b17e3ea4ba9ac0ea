import { type Duration, seconds, shorter } from "../contract/time.ts";
import { fingerprinter, toText } from "./fingerprint/fingerprint.ts";
import type { Incoming, Received } from "./incoming.ts";
import type { AudioLibrary, MadeRecording, Recipes, Rendition, UploadAbout } from "./library.ts";
import { codecRefusal, type Mastered, type MasterHow, type OpenDesk } from "./master.ts";
import { type AudioRefusal, refuseAudio } from "./refusals.ts";
import type { Codec, CodecAbout } from "./render/codec.ts";
import { toFloat } from "./render/pcm.ts";
import type { Recording } from "./render/recording.ts";
import { compose, HERTZ, sharedBy } from "./render/render.ts";
import { trimSilence } from "./render/silence.ts";
import { type Container, containerOfName, isPlaylist, sniff } from "./render/sniff.ts";
import { slices, type Tape } from "./render/tape.ts";
import type { AudioStore } from "./store/audio-store.ts";
import type { Breathe } from "./work.ts";

export interface UploadLimits {
  readonly bytes: number;
  readonly length: Duration;
}

export interface UploadParts {
  readonly incoming: Incoming;
  readonly codec: Codec;
  readonly record: () => Recording;
  readonly openDesk: OpenDesk;
  /** What boards fetch. */
  readonly store: AudioStore;
  /** What people sent, kept as it was; nobody fetches it. */
  readonly originals: AudioStore;
  readonly recipes: Recipes;
  readonly limits: UploadLimits;
  readonly breathe: Breathe;
}

const DELIVERED_LOUDNESS = -16;
const SHORTEST = 0.5;
const quiet = (): void => undefined;

/** By the first bytes alone, before anything is decoded. */
function refuseHead(head: Uint8Array, named: Container): AudioRefusal | undefined {
  if (isPlaylist(head)) return refuseAudio("playlist");
  const found = sniff(head);
  if (found === undefined) return refuseAudio("not-audio");
  return found === named ? undefined : refuseAudio("wrong-extension", found);
}

/** The thriftiest speech codecs need more: what claims less is made to fill our disk. */
const LEAST_BITS_A_SECOND = 4_000;
const believable = (bytes: number): Duration => seconds(10 + (bytes * 8) / LEAST_BITS_A_SECOND);

const tooLong = ({ longest }: CodecAbout, { length }: UploadLimits): AudioRefusal =>
  refuseAudio(longest < length ? "needs-ffmpeg" : "too-long");

/** Decodes and masters one received file. Everything that it claims about itself is doubted. */
async function render(
  { path, bytes }: Received,
  container: Container,
  { chime = "none", signal, progress = quiet }: UploadAbout,
  parts: UploadParts,
): Promise<{ ok: true; rendition: Rendition; fingerprint?: string } | AudioRefusal> {
  const found = await parts.codec.find();
  if (!found.ok) return refuseAudio("no-codec", found.why);
  const longest = shorter(parts.limits.length, found.about.longest);
  progress("reading-file", 0.05);
  const probe = await parts.codec.probe(path, { container, signal });
  if (!probe.ok) return codecRefusal(probe.code, probe.log);
  if (probe.value.audio.length === 0) return refuseAudio("not-audio", "no audio stream");
  if ((probe.value.seconds ?? 0) * 1_000 > longest) return tooLong(found.about, parts.limits);
  const recording = parts.record();
  try {
    const how = { container, hertz: HERTZ, longest: shorter(longest, believable(bytes)), signal };
    const decoded = await parts.codec.decode({ path }, how, (samples) =>
      recording.take(toFloat(samples)),
    );
    if (!decoded.ok && decoded.code === "too-long" && how.longest < longest)
      return refuseAudio("inflated");
    if (!decoded.ok && decoded.code === "too-long") return tooLong(found.about, parts.limits);
    if (!decoded.ok) return codecRefusal(decoded.code, decoded.log);
    const sound = trimSilence(recording.tape(), HERTZ);
    if (sound.frames === 0) return refuseAudio("silent");
    if (sound.frames < SHORTEST * HERTZ) return refuseAudio("too-short");
    // Before levelling works on the tape in place.
    const fingerprint = await printOf(sound, parts.breathe);
    const made = await master(compose([{ sound, rest: 0 }], chime), { signal, progress }, parts);
    return made.ok ? { ...made, fingerprint } : made;
  } finally {
    recording.close();
  }
}

async function printOf(sound: Tape, breathe: Breathe): Promise<string> {
  const prints = fingerprinter(HERTZ);
  for (const { samples } of slices(sound)) {
    prints.push(samples);
    await breathe();
  }
  return toText(prints.words());
}

async function master(tape: Tape, how: MasterHow, parts: UploadParts): Promise<Mastered> {
  const desk = parts.openDesk(how);
  try {
    return await desk.master(tape);
  } finally {
    desk.close();
  }
}

/** Some sounds (steady noise) lose in the codec what no gain brings back: staff are told. */
function loudnessNotes({ lufs }: Rendition): string[] {
  if (Math.abs(lufs - DELIVERED_LOUDNESS) <= 0.5) return [];
  const found = lufs.toLocaleString("vi-VN", { maximumFractionDigits: 1 });
  return [`Âm lượng của bản ghi là ${found} LUFS, chưa đạt mức ${DELIVERED_LOUDNESS} LUFS chung.`];
}

const UPLOAD_CHAIN = 3;

async function keep(
  received: Received,
  container: Container,
  about: UploadAbout,
  parts: UploadParts,
): Promise<MadeRecording | AudioRefusal> {
  const found = await parts.codec.find();
  const version = found.ok ? found.about.version : "";
  const line = JSON.stringify(["upload", UPLOAD_CHAIN, received.sha256, about.chime, version]);
  const known = await parts.recipes.recall(line);
  const isThere = known !== undefined && (await parts.store.size(known.sha256)) === known.bytes;
  const made = isThere
    ? ({ ok: true, rendition: known, fingerprint: undefined } as const)
    : await render(received, container, about, parts);
  if (!made.ok) return made;
  const { sha256, bytes } = await parts.originals.adopt(received.path);
  await parts.recipes.keep(line, made.rendition);
  const original = { sha256, bytes, filename: about.filename };
  const { fingerprint } = made;
  return {
    ok: true,
    ...made.rendition,
    original,
    notes: loudnessNotes(made.rendition),
    shared: sharedBy(about.chime ?? "none"),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}

/** A file from outside to a levelled, stored sound; the file itself is kept. */
export function uploadMaking(parts: UploadParts): AudioLibrary["makeFromUpload"] {
  return async (file, about) => {
    const container = containerOfName(about.filename);
    if (container === undefined) return refuseAudio("unknown-extension");
    const received = await parts.incoming.receive(file, {
      mostBytes: parts.limits.bytes,
      signal: about.signal,
      refuse: (head) => refuseHead(head, container),
    });
    if (!received.ok) return "vi" in received ? received : refuseAudio(received.code);
    try {
      return await keep(received, container, about, parts);
    } finally {
      await parts.incoming.discard(received.path);
    }
  };
}
