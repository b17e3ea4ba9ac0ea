// The checker of design section 10: what must hold of any run, judged by what the ear heard and what the two stores say. It takes
// plain facts, so that the simulation and the end-to-end runs are held to the same rules and planted faults can be shown to be found.

/** What was ordered for one cluster. Instants are milliseconds. */
export interface Pair {
  readonly occurrence: string;
  readonly cluster: string;
  readonly level: "normal" | "priority" | "emergency";
  readonly notBefore: number;
  readonly notAfter: number;
  readonly signed: boolean;
  /** When the board had confirmed that it is cancelled. */
  readonly cancelAcknowledged?: number;
  /** Seconds of each audio item, by hash; an item named twice is listed twice. */
  readonly items: readonly { readonly item: string; readonly seconds: number }[];
}

/** A stretch that really sounded, by the ear: wall time in milliseconds, seconds of the item. */
export interface Sound {
  readonly cluster: string;
  readonly occurrence: string | undefined;
  readonly item: string;
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  readonly first: boolean;
}

export interface Run {
  readonly pairs: readonly Pair[];
  readonly sounds: readonly Sound[];
  /** Rows of the play log in order: the last of a pair is what stands. */
  readonly rows: readonly {
    readonly occurrence: string;
    readonly cluster: string;
    readonly outcome: string;
    readonly late: boolean;
  }[];
  /** Sequences stored for each boot of each board, and the highest that the board had written. */
  readonly receipts: readonly {
    readonly agent: string;
    readonly boot: string;
    readonly sequences: readonly number[];
    readonly written: number;
  }[];
  /** Whether every receipt has reached the controller (a network that is down excuses nothing else). */
  readonly backlogIn: boolean;
  readonly logVerifies: boolean;
  readonly amplifier: readonly {
    readonly cluster: string;
    readonly on: number;
    readonly off: number;
  }[];
  readonly report?: { readonly total: number; readonly rows: readonly number[] };
}

export interface Violation {
  readonly rule: string;
  readonly what: string;
}

const TOLERANCE = 60; // ms: the ramp and one chunk
const WARM_UP = 5_000;

const keyOf = (one: { occurrence?: string | undefined; cluster: string }) =>
  `${one.occurrence} ${one.cluster}`;

function* outcomes({ pairs, rows }: Run): Generator<Violation> {
  for (const pair of pairs) {
    const mine = rows.filter((row) => keyOf(row) === keyOf(pair));
    // A second row with the same word says how much more of it is proven.
    const settled = [
      ...new Set(
        mine.filter((row) => !row.late && row.outcome !== "unreported").map((row) => row.outcome),
      ),
    ];
    if (mine.length === 0) yield { rule: "I1", what: `${keyOf(pair)} has no outcome` };
    if (settled.length > 1)
      yield {
        rule: "I1",
        what: `${keyOf(pair)} has ${settled.length} outcomes: ${settled.join(", ")}`,
      };
  }
}

function* lawful({ pairs, sounds }: Run): Generator<Violation> {
  const known = new Map(pairs.map((pair) => [keyOf(pair), pair]));
  for (const sound of sounds) {
    const pair = sound.occurrence === undefined ? undefined : known.get(keyOf(sound));
    const where = `${sound.item.slice(0, 8)} on ${sound.cluster} at ${sound.start}`;
    if (!pair?.signed) {
      yield { rule: "I2", what: `${where}: nobody signed that for this cluster` };
      continue;
    }
    if (sound.start < pair.notBefore - TOLERANCE)
      yield { rule: "I2", what: `${where}: before its window` };
    if (sound.end > pair.notAfter + TOLERANCE)
      yield { rule: "I2", what: `${where}: after its window` };
    if (sound.first && sound.start > pair.notAfter)
      yield { rule: "I7", what: `${where}: started after notAfter` };
    if (pair.cancelAcknowledged !== undefined && sound.end > pair.cancelAcknowledged + TOLERANCE) {
      yield { rule: "I6", what: `${where}: after its cancel was acknowledged` };
    }
  }
}

function* once({ pairs, sounds }: Run): Generator<Violation> {
  for (const pair of pairs) {
    const first = pair.items[0]?.item;
    const copies = pair.items.filter((one) => one.item === first).length;
    const started = sounds.filter(
      (sound) => keyOf(sound) === keyOf(pair) && sound.item === first && sound.first,
    ).length;
    const most = (pair.level === "emergency" ? 2 : 1) * copies;
    if (started > most) yield { rule: "I3", what: `${keyOf(pair)} started ${started} times` };
  }
}

/** Seconds of this pair's items that were heard, each part of an item once. */
function heard(pair: Pair, sounds: readonly Sound[]): number {
  let sum = 0;
  for (const item of new Set(pair.items.map((one) => one.item))) {
    const copies = pair.items.filter((one) => one.item === item);
    const length = copies[0]?.seconds ?? 0;
    const stretches = sounds
      .filter((sound) => keyOf(sound) === keyOf(pair) && sound.item === item)
      .map((sound) => (sound.end - sound.start) / 1_000);
    sum += Math.min(
      length * copies.length,
      stretches.reduce((n, one) => n + one, 0),
    );
  }
  return sum;
}

function* truthful(run: Run): Generator<Violation> {
  for (const pair of run.pairs) {
    const whole = pair.items.reduce((n, one) => n + one.seconds, 0);
    if (whole === 0) continue;
    const share = heard(pair, run.sounds) / whole;
    const last = run.rows.filter((row) => keyOf(row) === keyOf(pair)).at(-1)?.outcome;
    if (last === "played" && share < 0.97)
      yield { rule: "I4", what: `${keyOf(pair)} is "played", ${Math.round(share * 100)} % heard` };
    if (
      run.backlogIn &&
      share >= 0.98 &&
      last !== "played" &&
      pair.cancelAcknowledged === undefined
    ) {
      yield { rule: "I5", what: `${keyOf(pair)} was heard whole and is "${last}"` };
    }
  }
}

function* gapless({ receipts, backlogIn }: Run): Generator<Violation> {
  for (const { agent, boot, sequences, written } of receipts) {
    const known = new Set(sequences);
    if (known.size !== sequences.length)
      yield { rule: "I8", what: `${agent} ${boot}: a sequence is stored twice` };
    const highest = backlogIn ? written : Math.max(0, ...sequences);
    for (let n = 1; n <= highest; n += 1) {
      if (!known.has(n)) yield { rule: "I8", what: `${agent} ${boot}: ${n} is missing` };
    }
  }
}

function* quiet({ amplifier, sounds }: Run): Generator<Violation> {
  for (const { cluster, on, off } of amplifier) {
    const covered = sounds.some(
      (sound) => sound.cluster === cluster && sound.start < off && sound.end > on,
    );
    if (!covered && off - on > WARM_UP)
      yield { rule: "I10", what: `${cluster}: amplifier on from ${on} with nothing to play` };
  }
}

function* alone({ sounds }: Run): Generator<Violation> {
  const sorted = [...sounds].sort((one, other) => one.start - other.start);
  for (const [at, sound] of sorted.entries()) {
    const clash = sorted
      .slice(at + 1)
      .find((other) => other.cluster === sound.cluster && other.start < sound.end - TOLERANCE);
    if (clash) yield { rule: "I11", what: `${sound.cluster}: two items at ${clash.start}` };
  }
}

export function violations(run: Run): Violation[] {
  const found = [outcomes, lawful, once, truthful, gapless, quiet, alone].flatMap((rule) => [
    ...rule(run),
  ]);
  if (!run.logVerifies) found.push({ rule: "I9", what: "the play log does not verify" });
  if (run.report && run.report.total !== run.report.rows.reduce((n, one) => n + one, 0)) {
    found.push({ rule: "I12", what: "the sum of a report is not that of its rows" });
  }
  return found;
}
