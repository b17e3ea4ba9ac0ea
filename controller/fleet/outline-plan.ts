import { nearest } from "../nearest.ts";
import type { HamletOutlineTable } from "../store/place-migrations.ts";
import type { HamletTable } from "../store/tables.ts";
import { succeed, validOn } from "./fleet.ts";
import { fold } from "./fold.ts";
import type { State } from "./import-naming.ts";
import type { Fault, FaultCode } from "./outline-faults.ts";
import type { OutlineFeature } from "./outline-features.ts";
import { coordinatesOf, type GoodOutline } from "./outline-read.ts";

export interface OutlineGround {
  /** All hamlets of the communes and of the ids that the file names. */
  readonly hamlets: readonly HamletTable[];
  /** Whole histories. */
  readonly outlines: readonly HamletOutlineTable[];
  readonly day: string;
  /** Of features that name none. */
  readonly commune: string | undefined;
  readonly source: string;
  readonly mayWrite: (commune: string) => boolean;
}

export interface PlannedOutline {
  readonly feature: OutlineFeature;
  readonly hamlet: HamletTable | undefined;
  readonly state: State | "wrong";
  readonly faults: readonly Fault[];
  /** Rows to write. */
  readonly rows: readonly HamletOutlineTable[];
}

/** Each area against what is known: the same file twice changes nothing the second time. */
export function planOutlines(
  features: readonly OutlineFeature[],
  ground: OutlineGround,
): PlannedOutline[] {
  const first = new Map<string, number>();
  return features.map((feature) => {
    const meant = hamletMeant(feature, ground);
    const hamlet = "code" in meant ? undefined : meant;
    const before = hamlet && first.get(hamlet.id);
    if (hamlet && before === undefined) first.set(hamlet.id, feature.row);
    const faults = faultsOf(feature, meant, before, ground);
    const { outline, source } = feature;
    return hamlet && outline.ok && faults.length === 0
      ? { feature, hamlet, faults, ...written(hamlet, outline, source, ground) }
      : { feature, hamlet, faults, state: "wrong", rows: [] };
  });
}

function faultsOf(
  { outline }: OutlineFeature,
  meant: HamletTable | Fault,
  before: number | undefined,
  { mayWrite }: OutlineGround,
): Fault[] {
  const faults: Fault[] = "code" in meant ? [meant] : [];
  if (!outline.ok) faults.push(outline.fault);
  if (!("code" in meant || mayWrite(meant.commune))) faults.push({ code: "foreign" });
  if (before !== undefined) faults.push({ code: "twice", detail: String(before) });
  return faults;
}

function written(
  hamlet: HamletTable,
  { shape, points }: GoodOutline,
  said: string | undefined,
  { outlines, day, source }: OutlineGround,
) {
  const history = outlines.filter((row) => row.hamlet === hamlet.id);
  const old = history.find((row) => validOn(row, day));
  const next = {
    hamlet: hamlet.id,
    outline: JSON.stringify(coordinatesOf(shape)),
    points,
    source: said ?? source,
  };
  if (old && old.outline === next.outline && old.source === next.source)
    return { state: "same" as const, rows: [] };
  return {
    state: old ? ("changed" as const) : ("new" as const),
    rows: succeed(history, next, day),
  };
}

const fault = (code: FaultCode, detail: string): Fault => ({ code, detail });

/** By the hamlet's id here; without one by its name within the commune. */
function hamletMeant(
  { id, name, commune: said }: OutlineFeature,
  { hamlets, day, commune: chosen }: OutlineGround,
): HamletTable | Fault {
  const standing = hamlets.filter((row) => validOn(row, day));
  const known = id === undefined ? undefined : standing.find((row) => row.id === id);
  if (known && said !== undefined && known.commune !== said)
    return fault("other-commune", known.commune);
  if (known) return known;
  // A map program numbers its features by itself; where there is a name, that number is no code.
  if (name === undefined)
    return id === undefined ? { code: "no-name" } : fault("unknown-hamlet", id);
  const commune = said ?? chosen;
  if (commune === undefined) return fault("no-commune", name);
  const there = standing.filter((row) => row.commune === commune);
  const called = there.filter((row) => row.folded === fold(name));
  const found =
    called.length > 0 ? called : there.filter((row) => bare(row.folded) === bare(fold(name)));
  if (found.length > 1) return fault("two-hamlets", name);
  return found[0] ?? fault("unknown-hamlet", guessed(name, there));
}

const kinds = /^(thon|ap|ban|lang|buon|bon|soc|phum|xom|khom|to dan pho|tdp|khu pho|khu vuc|khu) /;
/** Without the word that says what kind of hamlet it is: files often leave it out. */
const bare = (folded: string): string => folded.replace(kinds, "");

function guessed(name: string, there: readonly HamletTable[]): string {
  const close = nearest(
    fold(name),
    there.map((row) => row.folded),
  );
  const meant = there.find((row) => row.folded === close);
  return meant ? `${name} → ${meant.name}?` : name;
}
