/** How alike two recordings are where they lie best over each other. */
export interface Likeness {
  /** Hops by which the second begins later in the first. */
  readonly offset: number;
  /** Share of bits that differ; other speech has about a half. */
  readonly errors: number;
  /** Words that both have there. */
  readonly overlap: number;
}

/** Less than two and a half seconds of sound prove nothing. */
const LEAST = 60;
const TRIED = 4;
const ALIKE = 0.32;
/** Of the shorter one, and of the longer one: a trimmed copy, not an extract. */
const OF_SHORTER = 0.85;
const OF_LONGER = 0.5;

/** Nothing where no place of the two agrees. */
export function likeness(one: Uint32Array, other: Uint32Array): Likeness | undefined {
  const found = offsets(one, other).map((offset) => compare(one, other, offset));
  return found
    .filter((like) => like.overlap >= LEAST)
    .sort((first, second) => first.errors - second.errors)[0];
}

/** The same recording, coded anew, louder, softer, or with a little cut off. */
export function isSameRecording(one: Uint32Array, other: Uint32Array): boolean {
  const like = likeness(one, other);
  if (like === undefined || like.errors > ALIKE) return false;
  const [short, long] = [sounding(one), sounding(other)].sort((a, b) => a - b) as [number, number];
  return like.overlap >= short * OF_SHORTER && like.overlap >= long * OF_LONGER;
}

const sounding = (words: Uint32Array): number => words.filter((word) => word !== 0).length;

/** Where equal words put the second over the first, the most voted first. */
function offsets(one: Uint32Array, other: Uint32Array): number[] {
  const places = new Map<number, number[]>();
  one.forEach((word, at) => {
    if (word === 0) return;
    const known = places.get(word);
    if (known) known.push(at);
    else places.set(word, [at]);
  });
  const votes = new Map<number, number>();
  other.forEach((word, at) => {
    for (const place of places.get(word) ?? [])
      votes.set(place - at, (votes.get(place - at) ?? 0) + 1);
  });
  return [...votes]
    .sort(([, first], [, second]) => second - first)
    .slice(0, TRIED)
    .map(([offset]) => offset);
}

/** `offset` lays at least one sounding word over its equal. */
function compare(one: Uint32Array, other: Uint32Array, offset: number): Likeness {
  let wrong = 0;
  let overlap = 0;
  for (let at = Math.max(0, -offset); at < other.length && at + offset < one.length; at += 1) {
    const [first, second] = [one[at + offset]!, other[at]!];
    if (first === 0 || second === 0) continue;
    wrong += bits(first ^ second);
    overlap += 1;
  }
  return { offset, errors: wrong / (overlap * 32), overlap };
}

function bits(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
