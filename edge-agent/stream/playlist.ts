/** An HLS playlist (RFC 8216), as far as sound needs it. Addresses are as written, relative ones included. */
export type Playlist =
  | { readonly kind: "master"; readonly variants: readonly Variant[] }
  | {
      readonly kind: "media";
      /** Seconds. */
      readonly target: number;
      readonly segments: readonly Segment[];
      readonly ended: boolean;
    };

export interface Variant {
  readonly uri: string;
  readonly bandwidth: number;
}
export interface Segment {
  readonly number: number;
  readonly uri: string;
  readonly seconds: number;
  /** The initialisation section that it needs before it (fragmented MP4). */
  readonly map?: string;
}

/** Lines beyond these are nobody's radio. */
const MOST_LINES = 5_000;

/** Sound that is encrypted, and pieces of one file that are named by their bytes: nothing here can put them together. */
const NOT_READ = /^#EXT-X-(KEY:(?!METHOD=NONE)|BYTERANGE:|MAP:.*BYTERANGE=)/;

/** `undefined` where it is none, or is of a kind that is not read. */
export function readPlaylist(text: string): Playlist | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines[0] !== "#EXTM3U" || lines.length > MOST_LINES) return undefined;
  if (lines.some((line) => NOT_READ.test(line))) return undefined;
  const variants = variantsOf(lines);
  if (variants.length > 0) return { kind: "master", variants };
  const target = numberOf(lines, "#EXT-X-TARGETDURATION:");
  if (target === undefined) return undefined;
  const first = numberOf(lines, "#EXT-X-MEDIA-SEQUENCE:") ?? 0;
  return {
    kind: "media",
    target,
    segments: segmentsOf(lines, first),
    ended: lines.includes("#EXT-X-ENDLIST"),
  };
}

const isAddress = (line: string | undefined): line is string =>
  line !== undefined && line !== "" && !line.startsWith("#");

function variantsOf(lines: readonly string[]): Variant[] {
  return lines.flatMap((line, i) => {
    if (!line.startsWith("#EXT-X-STREAM-INF:")) return [];
    const uri = lines.slice(i + 1).find(isAddress);
    const bandwidth = Number(/[:,]BANDWIDTH=(\d+)/.exec(line)?.[1] ?? 0);
    return uri === undefined ? [] : [{ uri, bandwidth }];
  });
}

function segmentsOf(lines: readonly string[], first: number): Segment[] {
  const found: Segment[] = [];
  let seconds: number | undefined;
  let map: { readonly map?: string } = {};
  for (const line of lines) {
    const section = /^#EXT-X-MAP:(?:.*,)?URI="([^"]+)"/.exec(line)?.[1];
    if (section !== undefined) map = { map: section };
    const said = /^#EXTINF:([\d.]+)/.exec(line)?.[1];
    if (said !== undefined) seconds = Number(said);
    else if (isAddress(line) && seconds !== undefined) {
      found.push({ number: first + found.length, uri: line, seconds, ...map });
      seconds = undefined;
    }
  }
  return found;
}

function numberOf(lines: readonly string[], tag: string): number | undefined {
  const said = lines.find((line) => line.startsWith(tag))?.slice(tag.length);
  return said !== undefined && /^\d+$/.test(said) ? Number(said) : undefined;
}

/** The cheapest one: a horn gains nothing from a better, and the SIM card pays. */
export const cheapest = (variants: readonly Variant[]): Variant | undefined =>
  [...variants].sort((one, other) => one.bandwidth - other.bandwidth)[0];

/** Segments that are new: the first time the last two of a live list, later everything after what was had. */
export function newSegments(
  list: Extract<Playlist, { kind: "media" }>,
  had: number | undefined,
): readonly Segment[] {
  if (had === undefined) return list.ended ? list.segments : list.segments.slice(-2);
  // A list that began to count anew is another broadcast.
  const last = list.segments.at(-1)?.number ?? had;
  if (last < had) return list.segments.slice(-2);
  return list.segments.filter(({ number }) => number > had);
}
