import { deflateRawSync, gzipSync } from "node:zlib";
import { tone, wavBytes } from "./audio.ts";

/** A file and the codes that a good library may answer with. */
interface Sent {
  readonly name: string;
  readonly filename: string;
  readonly bytes: Buffer;
  readonly codes: readonly string[];
}

const NO = ["not-audio"];
const wav = wavBytes(tone(500, 1, 0.4));
const text = (...lines: string[]): Buffer => Buffer.from(lines.join("\n"), "utf8");

const patched = (change: (copy: Buffer) => void, from: Buffer = wav): Buffer => {
  const copy = Buffer.from(from);
  change(copy);
  return copy;
};

/** A WAV of 32-bit floating-point samples. */
function floats(value: number, frames: number): Buffer {
  const head = Buffer.from(wav.subarray(0, 44));
  const data = Buffer.alloc(frames * 4);
  for (let at = 0; at < frames; at += 1) data.writeFloatLE(value, at * 4);
  head.writeUInt32LE(36 + data.length, 4);
  head.writeUInt16LE(3, 20);
  head.writeUInt32LE(48_000 * 4, 28);
  head.writeUInt16LE(4, 32);
  head.writeUInt16LE(32, 34);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** Thousands of logical streams in one Ogg file: a first page for each, nothing behind. */
function manyStreams(count: number): Buffer {
  const page = Buffer.alloc(28 + 19);
  page.write("OggS", 0, "latin1");
  page.writeUInt8(2, 5);
  page.writeUInt8(1, 26);
  page.writeUInt8(19, 27);
  page.write("OpusHead\x01\x01", 28, "latin1");
  page.writeUInt32LE(48_000, 40);
  return Buffer.concat(
    Array.from({ length: count }, (_, serial) =>
      patched((copy) => copy.writeUInt32LE(serial, 14), page),
    ),
  );
}

/** An ID3 tag that says it is 256 MB long, in a small file. */
const hugeTag = Buffer.concat([
  Buffer.from("4944330400007f7f7f7f", "hex"),
  Buffer.alloc(4_000, 65),
]);

/** FLAC whose cover picture says that it fills the file many times over. */
const hugeCover = Buffer.concat([
  Buffer.from("fLaC"),
  Buffer.from("06ffffff", "hex"),
  Buffer.alloc(4_000, 66),
]);

/** A Matroska file that holds attachments and no track, with sizes that lie. */
const attachments = Buffer.concat([
  Buffer.from(
    "1a45dfa39f4286810142f7810142f2810442f381084282886d6174726f736b614287810442858102",
    "hex",
  ),
  Buffer.from("18538067", "hex"),
  Buffer.from("01ffffffffffffff", "hex"),
  Buffer.from("1941a469", "hex"),
  Buffer.from("0100000000ffffff", "hex"),
  Buffer.alloc(4_000, 67),
]);

/** Everything else that has been called a sound. */
export function hostileMore(trap: string): readonly Sent[] {
  const zeros = Buffer.alloc(20_000_000);
  return [
    {
      name: "a drawing that fetches",
      filename: "a.mp3",
      bytes: text(`<svg xmlns="http://www.w3.org/2000/svg"><image href="${trap}/a.png"/></svg>`),
      codes: NO,
    },
    {
      name: "a music score",
      filename: "a.mp3",
      bytes: Buffer.concat([Buffer.from("MThd\0\0\0\x06\0\x01\0\x01\0\x60MTrk"), Buffer.alloc(64)]),
      codes: NO,
    },
    { name: "an unpacked bomb called MP3", filename: "a.mp3", bytes: gzipSync(zeros), codes: NO },
    { name: "a raw bomb called FLAC", filename: "a.flac", bytes: deflateRawSync(zeros), codes: NO },
    { name: "two thousand streams", filename: "a.ogg", bytes: manyStreams(2_000), codes: NO },
    { name: "a tag of 256 MB", filename: "a.mp3", bytes: hugeTag, codes: NO },
    { name: "a cover that lies", filename: "a.flac", bytes: hugeCover, codes: NO },
    { name: "a film of attachments", filename: "a.webm", bytes: attachments, codes: NO },
    {
      name: "one sample a second",
      filename: "a.wav",
      bytes: patched((copy) => copy.writeUInt32LE(1, 24)),
      codes: [...NO, "too-long", "inflated"],
    },
    {
      name: "four thousand million samples a second",
      filename: "a.wav",
      bytes: patched((copy) => copy.writeUInt32LE(0xffff_ffff, 24)),
      codes: [...NO, "too-short"],
    },
    {
      name: "samples that are no numbers",
      filename: "a.wav",
      bytes: floats(Number.NaN, 96_000),
      codes: [...NO, "silent"],
    },
    {
      name: "endless samples",
      filename: "a.wav",
      bytes: floats(Number.POSITIVE_INFINITY, 96_000),
      codes: [...NO, "silent"],
    },
    {
      name: "a name that is an address",
      filename: `concat:${trap}/a.mp3|/etc/passwd`,
      bytes: wav,
      codes: ["unknown-extension"],
    },
    {
      name: "a name with a null and a path",
      filename: "../../a.wav\0.sh",
      bytes: wav,
      codes: ["unknown-extension"],
    },
  ];
}
