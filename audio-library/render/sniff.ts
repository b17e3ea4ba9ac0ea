/** The containers that are taken, by their ffmpeg demuxer names. */
export type Container = "mp3" | "wav" | "flac" | "ogg" | "aac" | "mov" | "matroska";

export const CONTAINERS: readonly Container[] = [
  "mp3",
  "wav",
  "flac",
  "ogg",
  "aac",
  "mov",
  "matroska",
];

const EXTENSIONS: ReadonlyMap<string, Container> = new Map<string, Container>([
  ["mp3", "mp3"],
  ["wav", "wav"],
  ["flac", "flac"],
  ["ogg", "ogg"],
  ["oga", "ogg"],
  ["opus", "ogg"],
  ["aac", "aac"],
  ["m4a", "mov"],
  ["mp4", "mov"],
  ["3gp", "mov"],
  ["webm", "matroska"],
  ["mka", "matroska"],
]);

export function containerOfName(filename: string): Container | undefined {
  const dot = filename.lastIndexOf(".");
  return dot < 0 ? undefined : EXTENSIONS.get(filename.slice(dot + 1).toLowerCase());
}

const text = (head: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...head.subarray(from, to));

/** MPEG audio: eleven set bits, then version and layer; layer zero is AAC in ADTS frames. */
function mpegSync(head: Uint8Array): Container | undefined {
  const [first = 0, second = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  if ((second & 0xf6) === 0xf0) return "aac";
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  return version === 1 || layer === 0 ? undefined : "mp3";
}

/** What the first bytes say, whatever the name says. Sixteen bytes are enough. */
export function sniff(head: Uint8Array): Container | undefined {
  if (text(head, 0, 4) === "RIFF" && text(head, 8, 12) === "WAVE") return "wav";
  if (text(head, 0, 4) === "fLaC") return "flac";
  if (text(head, 0, 4) === "OggS") return "ogg";
  if (text(head, 0, 3) === "ID3") return "mp3";
  if (text(head, 4, 8) === "ftyp") return "mov";
  if (text(head, 0, 4) === "\x1aE\xdf\xa3") return "matroska";
  return mpegSync(head);
}

/** Lists of other files, which would make a player open what we never saw. */
export function isPlaylist(head: Uint8Array): boolean {
  const start = text(head, 0, 16)
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  return ["#ext", "ffconcat", "[playlist", "<?xml", "<asx", "<smil", "<mpd"].some((mark) =>
    start.startsWith(mark),
  );
}
