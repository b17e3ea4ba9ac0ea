import {
  type ClusterId,
  type CommuneCode,
  communeScope,
  type ScopeId,
} from "../../contract/ids.ts";
import { days, earlier } from "../../contract/time.ts";
import { type Result, refuse } from "../problems.ts";
import { record } from "./airing.service.ts";
import type { Orderer } from "./approval.ts";
import type { CheckDeps } from "./check.service.ts";
import type { Ground } from "./check.ts";
import type { InboxDeps } from "./inbox.service.ts";
import { chosen } from "./inbox.ts";
import type { MakeGoodStore } from "./make-good.store.ts";
import { grouped, type Miss, makeGoodItem, roomFor } from "./make-good.ts";
import type { Dismiss, MakeGoodItem } from "./make-good-api.ts";

export interface MakeGoodDeps extends CheckDeps {
  readonly makeGood: MakeGoodStore;
  readonly covers: InboxDeps["covers"];
}

export interface MakeGood {
  /** What was missed where somebody with these scopes may see it, each with the room that there is for it; at most fifty. */
  list(
    scopes: readonly ScopeId[],
    asked: { readonly commune?: string; readonly limit?: number },
  ): Promise<readonly MakeGoodItem[]>;
  /** It is let go, with a reason. */
  dismiss(by: Orderer, occurrence: string, asked: Dismiss): Promise<Result<MakeGoodItem>>;
}

/** What is older has been overtaken by other news. */
const REMEMBERED = days(14);
/** Each proposal asks the timeline; a page shows no more of them at once. */
const MOST = 50;

export const createMakeGood = (deps: MakeGoodDeps): MakeGood => ({
  list: async (scopes, { commune, limit = MOST }) => {
    const missed = await deps.makeGood.missed(earlier(deps.clock.now(), REMEMBERED));
    const mine = missed
      .filter((one) => commune === undefined || one.commune === commune)
      .filter((one) => isIn(deps, scopes, one.commune));
    const items: MakeGoodItem[] = [];
    // What one cluster missed is asked of one and the same plan.
    const grounds = new Map<string, Promise<Ground | undefined>>();
    const groundOf = (cluster: ClusterId) => {
      const ground = grounds.get(cluster) ?? deps.groundOf(cluster);
      grounds.set(cluster, ground);
      return ground;
    };
    for (const group of grouped(mine).slice(0, limit))
      items.push(await itemOf({ ...deps, groundOf }, group));
    return items;
  },
  dismiss: (by, occurrence, asked) => dismiss(deps, by, occurrence, asked),
});

const isIn = ({ covers }: MakeGoodDeps, scopes: readonly ScopeId[], commune: string): boolean =>
  scopes.some((scope) => covers(scope, communeScope(commune as CommuneCode)));

async function itemOf(
  deps: MakeGoodDeps,
  group: readonly [Miss, ...Miss[]],
): Promise<MakeGoodItem> {
  const [{ cluster, body }] = group;
  const ground = await deps.groundOf(cluster as ClusterId);
  return makeGoodItem(group, ground && roomFor(ground, body, deps.clock.now()));
}

async function dismiss(
  deps: MakeGoodDeps,
  by: Orderer,
  occurrence: string,
  { reason, commune: named }: Dismiss,
): Promise<Result<MakeGoodItem>> {
  const now = deps.clock.now();
  const missed = await deps.makeGood.missed(earlier(now, REMEMBERED), occurrence);
  const groups = grouped(missed.filter((one) => isIn(deps, by.communeIn ?? [], one.commune)));
  const found = chosen(
    groups.map((misses) => ({ misses, commune: misses[0].commune })),
    named,
  );
  if (found === "commune-needed") return refuse(found);
  if (found === "not-in-inbox") return refuse("nothing-missed");
  const { commune, misses } = found;
  await deps.makeGood.dismiss({
    occurrence,
    commune,
    broadcast: null,
    decided_by: by.person,
    decided_at: now,
    reason,
  });
  const about = { commune, clusters: misses.map((miss) => miss.cluster) };
  await record(deps, by, "make-good.dismiss", occurrence, {
    before: { ...about, owed: true },
    after: { ...about, owed: false },
    reason,
  });
  return { ok: true, value: await itemOf(deps, misses) };
}
