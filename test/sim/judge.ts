// Reads both stores and the ears after a run, and holds it to I1–I12 and to two rules that only virtual time can judge.
import type { Occurrence } from "../../contract/plan.ts";
import { hours, minutes } from "../../contract/time.ts";
import { type Pair, type Run, type Violation, violations } from "../support/invariants.ts";
import type { Board } from "./board.ts";
import type { World } from "./world.ts";

/** As `--grace` says by default, and a little for the tick. */
const CLOSED = hours(1);
const RELAY_WATCHDOG = 5_000;
/** A start may lie so far beside its instant, in milliseconds. */
const PUNCTUAL = 250;

export interface Finding extends Violation {
  readonly occurrence?: string | undefined;
  readonly cluster?: string | undefined;
}

export interface Judged {
  readonly findings: Finding[];
  readonly run: Run;
  /** Pairs by their last outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
}

interface Ordered {
  readonly body: Occurrence;
  readonly cluster: string;
}

export async function judge(world: World, backlogIn: boolean): Promise<Judged> {
  const all = await orderedOf(world);
  const sounds = world.boards.flatMap((board) => board.sounds());
  const rows = await logOf(world);
  const now = world.kernel.now();
  const over = all.filter(({ body }) => body.notAfter + CLOSED < now);
  const pairOf = (one: Ordered) => pair(world, one);
  const run: Run = {
    pairs: all.map(pairOf),
    sounds,
    rows,
    receipts: await receiptsOf(world),
    backlogIn,
    logVerifies: await verifies(world),
    amplifier: world.boards.flatMap(amplifierOf),
    report: await reportOf(world, rows),
  };
  // What is not over yet owes no outcome, but whatever sounds must still be lawful.
  const open = new Set(
    all.filter((one) => !over.includes(one)).map(({ body }) => body.id as string),
  );
  const findings: Finding[] = violations(run)
    .map((one) => named(one, run.pairs))
    .filter(
      (one) => !(one.occurrence && open.has(one.occurrence) && ["I1", "I5"].includes(one.rule)),
    );
  findings.push(...[...truthfulStarts(world), ...punctual(world, over), ...honestClocks(world)]);
  const last = new Map(rows.map((row) => [`${row.occurrence} ${row.cluster}`, row.outcome]));
  const outcomes: Record<string, number> = {};
  for (const word of last.values()) outcomes[word] = (outcomes[word] ?? 0) + 1;
  return { findings, run, outcomes };
}

const named = (one: Violation, pairs: readonly Pair[]): Finding => {
  const about = pairs.find(
    (p) => one.what.includes(`${p.occurrence} `) && one.what.includes(p.cluster),
  );
  return { ...one, occurrence: about?.occurrence, cluster: about?.cluster };
};

async function orderedOf({ centre }: World): Promise<Ordered[]> {
  const found = await centre
    .db()
    .selectFrom("occurrence_cluster")
    .innerJoin("occurrence", "occurrence.id", "occurrence_cluster.occurrence")
    .select(["occurrence.body", "occurrence_cluster.cluster"])
    .execute();
  return found.map(({ body, cluster }) => ({ body: JSON.parse(body) as Occurrence, cluster }));
}

function pair(world: World, { body, cluster }: Ordered): Pair {
  const board = boardOf(world, cluster);
  const doubt = doubtOf(board, body.id);
  const acknowledged = cancelAcknowledged(world, board, body.id);
  return {
    occurrence: body.id,
    cluster,
    level: body.level,
    // A board is held to its own word: where it said how far its clock may be off, so far it may be off.
    notBefore: body.notBefore - doubt,
    notAfter: body.notAfter + doubt,
    signed: true,
    ...(acknowledged === undefined ? {} : { cancelAcknowledged: acknowledged }),
    items: body.parts.flatMap((part) =>
      part.kind === "audio"
        ? [{ item: part.audio.sha256, seconds: part.audio.length / 1_000 }]
        : [],
    ),
  };
}

const boardOf = ({ boards }: World, cluster: string): Board =>
  boards.find((board) => board.cluster === cluster) as Board;

/** By a clock that nothing confirmed it may say "within days": then only what it really was off by excuses it. */
const doubtOf = (board: Board, occurrence: string): number =>
  Math.max(
    0,
    ...board.told.flatMap(({ at, receipt }) => {
      if (receipt.kind !== "started" || receipt.occurrence !== occurrence) return [];
      const { source, uncertainty } = receipt.clock;
      const off = Math.abs(receipt.at - at) + PUNCTUAL;
      return [source === "system" ? Math.min(uncertainty, off) : uncertainty];
    }),
  );

/** When this board said that it holds a document in which the occurrence is cancelled. */
function cancelAcknowledged(world: World, board: Board, id: string): number | undefined {
  const said = world.cancels.get(id) ?? [];
  const times = board.told.flatMap(({ at, receipt }) => {
    if (receipt.kind !== "delivered") return [];
    const holds = said.some(
      ({ scope, document, revision }) =>
        receipt.scope === scope && receipt.document === document && receipt.revision >= revision,
    );
    return holds ? [at as number] : [];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

async function logOf({ centre }: World): Promise<Run["rows"]> {
  const rows = await centre
    .db()
    .selectFrom("play_log")
    .select(["occurrence", "cluster", "outcome", "late"])
    .orderBy("seq")
    .execute();
  return rows.map((row) => ({ ...row, late: row.late === 1 }));
}

async function receiptsOf({ centre, boards }: World): Promise<Run["receipts"]> {
  const rows = await centre
    .db()
    .selectFrom("receipt")
    .select(["agent", "boot", "sequence"])
    .orderBy("sequence")
    .execute();
  const stored = new Map<string, number[]>();
  for (const { agent, boot, sequence } of rows) {
    const key = `${agent} ${boot}`;
    stored.set(key, [...(stored.get(key) ?? []), sequence]);
  }
  return boards.flatMap((board) =>
    [...board.written()].map(([boot, written]) => ({
      agent: board.agent(),
      boot,
      sequences: stored.get(`${board.agent()} ${boot}`) ?? [],
      written,
    })),
  );
}

async function verifies({ centre, kept }: World): Promise<boolean> {
  for (const head of [undefined, kept.at(-1)]) {
    const query = head ? `?seq=${head.seq}&link=${head.link}` : "";
    const { status, body } = await centre.ask("admin", "GET", `/api/play-log/verify${query}`);
    if (status !== 200 || body.ok !== true) return false;
  }
  return true;
}

/** The table that reports are made of beside the rows of the log. */
async function reportOf({ centre }: World, rows: Run["rows"]): Promise<NonNullable<Run["report"]>> {
  const standing = await centre.db().selectFrom("outcome").select("outcome").execute();
  const last = new Map(rows.map((row) => [`${row.occurrence} ${row.cluster}`, row.outcome]));
  const count = (word: string, all: Iterable<string>) =>
    [...all].filter((one) => one === word).length;
  const words = [...new Set(last.values())];
  return {
    total: standing.length,
    rows: words.map((word) =>
      Math.min(
        count(word, last.values()),
        count(
          word,
          standing.map((one) => one.outcome),
        ),
      ),
    ),
  };
}

function amplifierOf(board: Board): Run["amplifier"][number][] {
  const spans: { cluster: string; on: number; off: number }[] = [];
  let on: number | undefined;
  let last = 0;
  const end = (off: number): void => {
    if (on !== undefined) spans.push({ cluster: board.cluster, on, off });
    on = undefined;
  };
  for (const { at, closed } of board.relay) {
    if (on !== undefined && at > last + RELAY_WATCHDOG) end(last + RELAY_WATCHDOG);
    if (closed) {
      on ??= at;
      last = at;
    } else end(at);
  }
  return spans;
}

/** S1: what a board reports as started began to sound then. */
function* truthfulStarts({ boards }: World): Generator<Finding> {
  for (const board of boards) {
    const sounds = board.sounds();
    for (const { at, receipt } of board.told) {
      if (receipt.kind !== "started") continue;
      const { occurrence } = receipt;
      const near = sounds.some(
        (one) => one.occurrence === occurrence && Math.abs(one.start - at) <= PUNCTUAL,
      );
      const later = sounds.find((one) => one.occurrence === occurrence && one.start > at);
      if (!near && later) {
        const what = `${occurrence} ${board.cluster} was reported ${later.start - at} ms before it sounded`;
        yield { rule: "S1", what, occurrence, cluster: board.cluster };
      }
    }
  }
}

/** S2: where nothing stood in its way, what was ordered for an instant began at that instant. */
function* punctual(world: World, over: readonly Ordered[]): Generator<Finding> {
  for (const one of over) {
    const { body, cluster } = one;
    if (body.placement.kind !== "at" || body.level !== "normal") continue;
    const { at } = body.placement;
    const board = boardOf(world, cluster);
    const sounds = board.sounds();
    const mine = sounds.find((sound) => sound.occurrence === body.id);
    if (!mine || !wasReady(board, body.id, at)) continue;
    const late = mine.start - at;
    const busy = sounds.some(
      (sound) => sound.occurrence !== body.id && sound.end > at - 1_000 && sound.start < mine.start,
    );
    if (!busy && Math.abs(late) > PUNCTUAL + doubtOf(board, body.id)) {
      const what = `${body.id} ${cluster} began ${late} ms beside its time`;
      yield { rule: "S2", what, occurrence: body.id, cluster };
    }
  }
}

/** It ran, had the audio and knew the time well before; and it ran on. */
function wasReady(board: Board, occurrence: string, at: number): boolean {
  const ran = board.ran.find(({ from, to }) => from < at - minutes(1) && (to ?? Infinity) > at);
  if (!ran) return false;
  const armed = board.told.some(
    (one) =>
      one.receipt.kind === "armed" && one.receipt.occurrence === occurrence && one.at < at - 10_000,
  );
  const sure = board.told.findLast((one) => one.at < at - 10_000)?.receipt.clock.source !== "none";
  return armed && sure;
}

/** S3: time that a board has from the controller is right within what it says itself. */
function* honestClocks({ boards }: World): Generator<Finding> {
  for (const board of boards) {
    for (const { at, receipt } of board.told) {
      const { source, uncertainty } = receipt.clock;
      const off = Math.abs(receipt.at - at);
      if (source === "controller" && off > uncertainty + PUNCTUAL) {
        const what = `${board.cluster} was ${off} ms off and said ${uncertainty} at ${at}`;
        yield { rule: "S3", what, cluster: board.cluster };
      }
    }
  }
}
