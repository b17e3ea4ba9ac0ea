import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { toText } from "../../audio-library/fingerprint/fingerprint.ts";
import { normalise } from "../../audio-library/text/normalise.ts";
import type {
  AudioFiles,
  AudioPort,
  AudioRefused,
  SpeechAsk,
} from "../../controller/message/audio.ts";

/** What sounds alike here is what has the same capital letters. */
const printOf = (bytes: Uint8Array): string =>
  toText(Uint32Array.from(bytes.filter((byte) => byte >= 65 && byte <= 90)));

/** An audio library without voices: its sound of a text is the text. `refuseNext` makes it say no. */
export function paperLibrary() {
  const files = new Map<string, Uint8Array>();
  const asked: SpeechAsk[] = [];
  let refusal: AudioRefused | undefined;
  const keep = (bytes: Uint8Array) => {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    files.set(sha256, bytes);
    const rest = { seconds: bytes.length / 10, lufs: -16, truePeak: -1.5, peaks: [1, 2, 3] };
    return { sha256, bytes: bytes.length, ...rest, codec: "paper 1", notes: [] };
  };
  const refused = (): AudioRefused | undefined => {
    const now = refusal;
    refusal = undefined;
    return now;
  };
  const audio: AudioPort = {
    makeSpeech: async (ask) => {
      asked.push(ask);
      const { text, voice, progress, lexicon = [], chime = "none" } = ask;
      progress?.("speaking", 0.5);
      const read = lexicon.length > 0 ? normalise(text, { lexicon }) : undefined;
      const spoken = read?.spoken ?? text.replaceAll("18/5", "mười tám tháng năm");
      const engine = { id: "paper", version: "1", voice: voice?.split("/")[1] ?? "north" };
      return (
        refused() ?? {
          ok: true,
          ...keep(Buffer.from(`${voice ?? "north"}:${spoken}`)),
          engine,
          spoken,
          spans: read?.spans ?? [],
          flags: [],
          shared: chime === "none" ? { before: 0, after: 0 } : { before: 2.5, after: 1.9501 },
        }
      );
    },
    makeFromUpload: async (file, { filename }) => {
      const parts: Uint8Array[] = [];
      for await (const part of file) parts.push(part);
      const bytes = Buffer.concat(parts);
      const original = { sha256: "0".repeat(64), bytes: bytes.length, filename };
      const fingerprint = filename.startsWith("known") ? {} : { fingerprint: printOf(bytes) };
      return refused() ?? { ok: true, ...keep(bytes), original, ...fingerprint };
    },
    adopt: async (bytes, how) => {
      const loud = Buffer.from(bytes).toString().includes("too loud");
      if (loud) return { ok: false, code: "not-level", vi: "Quá to." };
      return { ok: true, ...(how.keep ? keep(bytes) : { ...keep(new Uint8Array()), sha256: "" }) };
    },
    fingerprintOf: async (sha256) => {
      const bytes = files.get(sha256);
      return bytes === undefined ? undefined : printOf(bytes);
    },
    voices: async () => [{ id: "north", name: "Miền Bắc", engine: "paper" }],
  };
  const store: AudioFiles = {
    size: async (sha256) => files.get(sha256)?.length,
    read: (sha256, range) => {
      const bytes = files.get(sha256) ?? new Uint8Array();
      return Readable.from([range ? bytes.subarray(range.first, range.last + 1) : bytes]);
    },
  };
  const refuseNext = (code: string, vi = code): void => {
    refusal = { ok: false, code, vi };
  };
  return { audio, store, asked, refuseNext };
}
