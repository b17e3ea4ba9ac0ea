import { noise, silence, tone, wavBytes } from "./audio.ts";
import { flacBomb } from "./flac-bomb.ts";
import { hostileMore } from "./hostile-more.ts";

export interface Hostile {
  readonly name: string;
  readonly filename: string;
  readonly bytes: Buffer;
  /** The codes that a good library may answer with. */
  readonly codes: readonly string[];
}

const text = (...lines: string[]): Buffer => Buffer.from(lines.join("\n"), "utf8");
const hex = (digits: string): Buffer => Buffer.from(digits.replace(/\s/g, ""), "hex");

function atom(name: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(name, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** A QuickTime file whose sound lies "elsewhere": at an address that it names. */
function elsewhere(url: string): Buffer {
  const address = Buffer.from(`\0\0\0\0${url}\0`, "latin1");
  const count = hex("00000000 00000001");
  const reference = atom("dinf", atom("dref", count, atom("url ", address)));
  const sound = Buffer.alloc(28);
  sound.writeUInt16BE(1, 6);
  sound.writeUInt16BE(1, 16);
  sound.writeUInt16BE(16, 18);
  sound.writeUInt16BE(8_000, 24);
  const table = atom(
    "stbl",
    atom("stsd", count, atom("sowt", sound)),
    atom("stts", count, hex("00001f40 00000001")),
    atom("stsc", count, hex("00000001 00001f40 00000001")),
    atom("stsz", hex("00000000 00000002 00001f40")),
    atom("stco", count, hex("00000000")),
  );
  const handler = Buffer.from("\0\0\0\0mhlrsoun\0\0\0\0\0\0\0\0\0\0\0\0\0", "latin1");
  const mediaHead = hex("00000000 00000000 00000000 00001f40 00001f40 00000000");
  const media = atom(
    "mdia",
    atom("mdhd", mediaHead),
    atom("hdlr", handler),
    atom("minf", atom("smhd", hex("00000000 00000000")), reference, table),
  );
  const movie = atom("moov", atom("trak", media));
  return Buffer.concat([atom("ftyp", Buffer.from("qt  \0\0\0\0qt  ", "latin1")), movie]);
}

const wav = wavBytes(tone(500, 1, 0.4));
const random = Buffer.from(noise(2, 1, 7).buffer);
const behind = (magic: Buffer): Buffer => Buffer.concat([magic, random]);
const patched = (bytes: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(bytes);
  change(copy);
  return copy;
};

const LIST = ["playlist"];
const NO = ["not-audio"];

/** `trap` is an address on this machine that counts who comes. */
function pointers(trap: string): readonly Hostile[] {
  const hls = [
    "#EXTM3U",
    "#EXT-X-TARGETDURATION:10",
    "#EXTINF:10,",
    `${trap}/a.ts`,
    "#EXT-X-ENDLIST",
  ];
  return [
    { name: "an HLS list called MP3", filename: "a.mp3", bytes: text(...hls), codes: LIST },
    {
      name: "an HLS list with a byte order mark",
      filename: "a.wav",
      bytes: text(`\ufeff${hls[0]}`, ...hls),
      codes: LIST,
    },
    {
      name: "an HLS list after blank lines",
      filename: "a.mp3",
      bytes: text("", "  ", ...hls),
      codes: LIST,
    },
    {
      name: "a concat script",
      filename: "a.ogg",
      bytes: text("ffconcat version 1.0", `file '${trap}/x.mp3'`),
      codes: LIST,
    },
    {
      name: "a concat script of local secrets",
      filename: "a.flac",
      bytes: text("ffconcat version 1.0", "file /etc/passwd"),
      codes: LIST,
    },
    {
      name: "a PLS list",
      filename: "a.mp3",
      bytes: text("[playlist]", `File1=${trap}/x`),
      codes: LIST,
    },
    {
      name: "a DASH manifest",
      filename: "a.mp4",
      bytes: text('<?xml version="1.0"?>', `<MPD><BaseURL>${trap}</BaseURL></MPD>`),
      codes: LIST,
    },
    {
      name: "an ASX list",
      filename: "a.mp3",
      bytes: text(`<asx><entry><ref href="${trap}/x"/></entry></asx>`),
      codes: LIST,
    },
    {
      name: "a tag in front of an HLS list",
      filename: "a.mp3",
      bytes: Buffer.concat([hex("494433 0400 00 00000000"), text(...hls)]),
      codes: NO,
    },
    {
      name: "a session description",
      filename: "a.mp3",
      bytes: text("v=0", "o=- 0 0 IN IP4 127.0.0.1", "m=audio 5004 RTP/AVP 0"),
      codes: NO,
    },
    { name: "an address alone", filename: "a.mp3", bytes: text(`${trap}/a.mp3`), codes: NO },
    {
      name: "a film that points at an address",
      filename: "a.mp4",
      bytes: elsewhere(`${trap}/sound`),
      codes: [...NO, "too-short"],
    },
    {
      name: "a film that points at a local file",
      filename: "a.m4a",
      bytes: elsewhere("file:///etc/passwd"),
      codes: [...NO, "too-short"],
    },
  ];
}

function strangers(): readonly Hostile[] {
  return [
    { name: "a program", filename: "a.mp3", bytes: behind(hex("7f454c46 02010100")), codes: NO },
    { name: "an archive", filename: "a.wav", bytes: behind(hex("504b0304")), codes: NO },
    {
      name: "a web page",
      filename: "a.mp3",
      bytes: text("<!doctype html><script>1</script>"),
      codes: NO,
    },
    { name: "a picture", filename: "a.ogg", bytes: behind(hex("89504e47 0d0a1a0a")), codes: NO },
    { name: "nothing", filename: "a.mp3", bytes: Buffer.alloc(0), codes: NO },
    { name: "one byte", filename: "a.wav", bytes: hex("52"), codes: NO },
    { name: "zeros", filename: "a.mp3", bytes: Buffer.alloc(300_000), codes: NO },
    { name: "chance", filename: "a.mp3", bytes: random, codes: NO },
    {
      name: "chance behind a FLAC mark",
      filename: "a.flac",
      bytes: behind(Buffer.from("fLaC")),
      codes: NO,
    },
    {
      name: "chance behind an Ogg mark",
      filename: "a.ogg",
      bytes: behind(Buffer.from("OggS\0\x02")),
      codes: NO,
    },
    {
      name: "chance behind a Matroska mark",
      filename: "a.webm",
      bytes: behind(hex("1a45dfa3")),
      codes: NO,
    },
    {
      name: "chance behind an MP4 mark",
      filename: "a.m4a",
      bytes: behind(hex("00000018 66747970 4d344120")),
      codes: NO,
    },
  ];
}

function broken(): readonly Hostile[] {
  return [
    {
      name: "a WAV that ends in its header",
      filename: "a.wav",
      bytes: wav.subarray(0, 40),
      codes: NO,
    },
    { name: "a WAV without a sample", filename: "a.wav", bytes: wav.subarray(0, 44), codes: NO },
    {
      name: "a WAV of a codec that is not on our list",
      filename: "a.wav",
      bytes: patched(wav, (copy) => copy.writeUInt16LE(0x2001, 20)),
      codes: NO,
    },
    {
      name: "a WAV of no channels",
      filename: "a.wav",
      bytes: patched(wav, (copy) => copy.writeUInt16LE(0, 22)),
      codes: NO,
    },
    {
      name: "a WAV of 65,535 channels",
      filename: "a.wav",
      bytes: patched(wav, (copy) => copy.writeUInt16LE(65_535, 22)),
      codes: NO,
    },
    { name: "a WAV called MP3", filename: "a.mp3", bytes: wav, codes: ["wrong-extension"] },
    {
      name: "a WAV called a program",
      filename: "a.wav.exe",
      bytes: wav,
      codes: ["unknown-extension"],
    },
    {
      name: "a WAV without an ending",
      filename: "../../../etc/passwd",
      bytes: wav,
      codes: ["unknown-extension"],
    },
    { name: "silence", filename: "a.wav", bytes: wavBytes(silence(3)), codes: ["silent"] },
    { name: "a click", filename: "a.wav", bytes: wavBytes(tone(500, 0.05)), codes: ["too-short"] },
    {
      name: "24 hours that say so",
      filename: "a.flac",
      bytes: flacBomb(24, true),
      codes: ["too-long"],
    },
    {
      name: "24 hours that say nothing",
      filename: "a.flac",
      bytes: flacBomb(24, false),
      codes: ["inflated"],
    },
    {
      name: "a file larger than allowed",
      filename: "a.wav",
      bytes: wavBytes(noise(30, 0.3)),
      codes: ["too-large"],
    },
  ];
}

/** More than forty files that are no message. Nobody may visit `trap`. */
export const hostileFiles = (trap: string): readonly Hostile[] => [
  ...pointers(trap),
  ...strangers(),
  ...broken(),
  ...hostileMore(trap),
];
