import { hoursOf } from "../../contract/hours.ts";
import { broadcastId, type ClusterId } from "../../contract/ids.ts";
import type { AudioRef } from "../../contract/plan.ts";
import { clockOfMinute, minuteOfDay } from "../../contract/station-time.ts";
import { days, type Instant, later } from "../../contract/time.ts";
import { type Result, refuse } from "../problems.ts";
import {
  air,
  approved,
  NOTHING,
  record,
  rowOf,
  type ScheduleDeps,
  tell,
} from "./airing.service.ts";
import type { Orderer } from "./approval.ts";
import { airing, occurrenceIdOf, slotAt } from "./broadcast.ts";
import type { BroadcastView } from "./schedule-api.ts";
import type { Kept } from "./series.ts";
import type { Known } from "./timeline.service.ts";
import { broadcastView } from "./view.ts";
import { narrowest } from "./where.ts";

export interface TestSoundDeps extends ScheduleDeps {
  readonly groundOf: (cluster: ClusterId) => Promise<Known | undefined>;
  /** The words of the test, spoken; `undefined` where there is no voice. */
  readonly testWords: () => Promise<AudioRef | undefined>;
}

/** Fixed words of this program, about three seconds: nobody has to approve them. */
export const TEST_WORDS = "Phát thử loa. Một, hai, ba.";
const TITLE = "Phát thử";

/**
 * A few seconds on one cluster, as a signed order like any other, so that what is tested is the whole way. Quiet hours hold for it
 * too (the board would refuse it): inside them it is refused with their end, unless the person wants it then.
 */
export async function testSound(
  deps: TestSoundDeps,
  by: Orderer,
  cluster: ClusterId,
  afterQuiet: boolean,
): Promise<Result<BroadcastView>> {
  const places = (await deps.places()).filter((place) => place.cluster === cluster);
  const ground = await deps.groundOf(cluster);
  const audio = await deps.testWords();
  if (!ground || places.length === 0) return refuse("cluster-unknown");
  if (audio === undefined) return refuse("no-audio");
  const now = deps.clock.now();
  const hours = hoursOf(ground.cluster);
  const start = hours.freeStart(now, later(now, days(2)), () => audio.length);
  if (start === undefined || (start > now && !afterQuiet)) {
    return refuse(
      "quiet-now",
      start === undefined ? {} : { detail: `Giờ yên tĩnh đến ${clock(start)}.` },
    );
  }
  return order(deps, by, { cluster, start, now, audio, places });
}

const clock = (at: Instant): string => clockOfMinute(minuteOfDay(at));

interface Wanted {
  readonly cluster: ClusterId;
  readonly start: Instant;
  readonly now: Instant;
  readonly audio: AudioRef;
  readonly places: Awaited<ReturnType<ScheduleDeps["places"]>>;
}

async function order(
  deps: TestSoundDeps,
  by: Orderer,
  { cluster, start, now, audio, places }: Wanted,
): Promise<Result<BroadcastView>> {
  const id = broadcastId(deps.newId("b"));
  const scope = narrowest(places);
  const where = { clusters: [cluster] };
  const when = start > now ? { at: deps.iso(start) } : { now: true as const };
  const kept: Kept = { title: TITLE, level: "normal", where, when };
  const body = airing(kept, {
    id: occurrenceIdOf(id, start, scope),
    broadcast: id,
    scope,
    title: TITLE,
    theme: undefined,
    issued: now,
    slot: slotAt(start, start > now ? "at" : "now", audio.length, undefined),
    target: where,
    parts: [{ kind: "audio", role: "message", audio, language: "vie" }],
  });
  const occurrences = [{ scope, document: "plan" as const, body, clusters: [cluster] }];
  const said = { title: TITLE, theme: undefined, places, said: [], prepared: [], occurrences };
  const standing = { state: "active", approvers: [by.person] };
  const made = { ...said, contentHash: deps.hash(JSON.stringify([kept, audio.sha256])) };
  // The order counts as a test, so no figure of reach counts it; the board gets it as sound that may be heard.
  const row = { ...rowOf(deps, by, kept, id, made, standing), status: "test" };
  const add = approved(occurrences, standing.approvers);
  await deps.store.save(row, add, now, {});
  await air(deps, [], { ...NOTHING, add });
  await record(deps, by, "cluster.test-sound", cluster, {
    after: { cluster, broadcast: id, when },
  });
  await tell(deps, row, row.state);
  return { ok: true, value: broadcastView(row, 1, deps.iso) };
}
