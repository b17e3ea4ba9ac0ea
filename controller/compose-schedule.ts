import type { ScopeId } from "../contract/ids.ts";
import { dateOf } from "../contract/station-time.ts";
import { instant } from "../contract/time.ts";
import { covers } from "./access/access.ts";
import { breath } from "./breath.ts";
import type { Foundation, PeopleSide } from "./compose-people.ts";
import { travelAnew } from "./dispatch/dispatch.store.ts";
import type { Plug } from "./http/server.service.ts";
import { instantOf, isoOf } from "./iso.ts";
import { type Counts, createCounts } from "./reach/counting.service.ts";
import { coverageRoutes } from "./reach/coverage.routes.ts";
import { createCoverage } from "./reach/coverage.service.ts";
import { playsStore } from "./reach/plays.store.ts";
import { reachRoutes } from "./reach/reach.routes.ts";
import { createReach, type ReachService } from "./reach/reach.service.ts";
import { reachStore } from "./reach/reach.store.ts";
import { rollupStore } from "./reach/rollup.store.ts";
import { targetRoutes } from "./reach/target.routes.ts";
import { createTargets } from "./reach/target.service.ts";
import { targetStore } from "./reach/target.store.ts";
import { agendaRoutes } from "./schedule/agenda.routes.ts";
import { createAgenda } from "./schedule/agenda.service.ts";
import { agendaStore } from "./schedule/agenda.store.ts";
import type { ScheduleDeps } from "./schedule/airing.service.ts";
import { carryOrders } from "./schedule/carrying.service.ts";
import { orderCarryingStore } from "./schedule/carrying.store.ts";
import { checkRoutes } from "./schedule/check.routes.ts";
import { checkMove, checkOrder } from "./schedule/check.service.ts";
import { checkStore } from "./schedule/check.store.ts";
import { decidingRoutes } from "./schedule/deciding.routes.ts";
import { endOrders } from "./schedule/ending.service.ts";
import { feedRoutes } from "./schedule/feed.routes.ts";
import { createFeeds } from "./schedule/feed.service.ts";
import { feedStore } from "./schedule/feed.store.ts";
import { groundStore } from "./schedule/ground.store.ts";
import { readCalendar, writeCalendar } from "./schedule/ical.adapter.ts";
import { createImporting } from "./schedule/importing.service.ts";
import { inboxRoutes } from "./schedule/inbox.routes.ts";
import { createInbox } from "./schedule/inbox.service.ts";
import { inboxStore } from "./schedule/inbox.store.ts";
import { makeGoodRoutes } from "./schedule/make-good.routes.ts";
import { createMakeGood, type MakeGoodDeps } from "./schedule/make-good.service.ts";
import { makeGoodStore } from "./schedule/make-good.store.ts";
import { mustPlayRoutes } from "./schedule/must-play.routes.ts";
import type { MustPlayDeps } from "./schedule/must-play.service.ts";
import { mustPlayStore } from "./schedule/must-play.store.ts";
import { fixedWords, NOTICE } from "./schedule/notice.service.ts";
import { priorityRoutes } from "./schedule/priority.routes.ts";
import { createPriorities, type PriorityDeps } from "./schedule/priority.service.ts";
import { priorityStore } from "./schedule/priority.store.ts";
import { progressRoutes } from "./schedule/progress.routes.ts";
import { createFollowing, type ProgressDeps } from "./schedule/progress.service.ts";
import { progressStore } from "./schedule/progress.store.ts";
import { expandRule } from "./schedule/recurrence.adapter.ts";
import { scheduleRoutes } from "./schedule/schedule.routes.ts";
import { createSchedule, type Schedule } from "./schedule/schedule.service.ts";
import { scheduleStore } from "./schedule/schedule.store.ts";
import { testSoundRoutes } from "./schedule/test-sound.routes.ts";
import { TEST_WORDS } from "./schedule/test-sound.service.ts";
import { timelineRoutes } from "./schedule/timeline.routes.ts";
import { createTimeline, type TimelineDeps } from "./schedule/timeline.service.ts";
import { wishRoutes } from "./schedule/wish.routes.ts";
import { createWishes, type WishDeps } from "./schedule/wish.service.ts";
import { wishStore } from "./schedule/wish.store.ts";

export interface ScheduleSide {
  readonly schedule: Schedule;
  readonly reach: ReachService;
  readonly counts: Counts;
  readonly plugs: readonly Plug[];
}

/** What the machines know and do for the schedule. */
export interface Machines {
  readonly publish: ScheduleDeps["publish"];
  readonly known: ScheduleDeps["known"];
  readonly knownOfCluster: TimelineDeps["known"];
}

/** Orders, the timeline, and how far they reached. */
export function composeSchedule(
  base: Foundation,
  people: PeopleSide,
  machines: Machines,
  knowsCampaign: ScheduleDeps["knowsCampaign"],
): ScheduleSide {
  const { db, clock } = base;
  const { guard, fleet } = people;
  const ground = groundStore(db);
  const iso = (at: number): string => isoOf(instant(at));
  const deps = {
    ...base,
    store: scheduleStore(db),
    knowsCampaign,
    events: people.events,
    audit: people.audit,
    iso,
    parseInstant: instantOf,
    places: () => ground.places(dateOf(clock.now())),
    messages: ground.messages,
    regulations: () => ground.regulations(dateOf(clock.now())),
    expand: expandRule,
    notice: fixedWords(base.audio, NOTICE),
    testWords: fixedWords(base.audio, TEST_WORDS),
    publish: machines.publish,
    known: machines.known,
    inbox: inboxStore(db),
    priority: priorityStore(db),
    progress: progressStore(db),
    checks: checkStore(db),
    makeGood: makeGoodStore(db),
    mustPlay: mustPlayStore(db),
    wishes: wishStore(db),
    groundOf: machines.knownOfCluster,
    covers: (above: ScopeId, place: ScopeId) => covers(above, place, fleet.parentOf),
    rest: () => breath(base),
  };
  const schedule = createSchedule(deps);
  const carrying = orderCarryingStore(db);
  people.carriers.push(carryOrders({ ...deps, carrying, travelAnew }));
  people.enders.push(endOrders(carrying, schedule, base.clock));
  const calendars = feedStore(db);
  const feeds = createFeeds({
    ...base,
    store: calendars,
    audit: people.audit,
    knownOfCluster: machines.knownOfCluster,
    writeCalendar,
  });
  const importing = createImporting({
    ...deps,
    ground: calendars,
    readCalendar,
    parentOf: fleet.parentOf,
  });
  const timeline = createTimeline({
    iso,
    parseInstant: instantOf,
    known: machines.knownOfCluster,
  });
  const agenda = createAgenda({
    iso,
    parseInstant: instantOf,
    store: agendaStore(db),
    clustersOf: scheduleStore(db).clustersOf,
    known: machines.known,
  });
  const targets = createTargets({ ...base, store: targetStore(db), audit: people.audit });
  const counts = createCounts(rollupStore(db), playsStore(db), () => breath(base), clock);
  const reach = createReach({
    clock,
    store: reachStore(db),
    counts,
    iso,
    parseInstant: instantOf,
    targets: targets.list,
    parentOf: fleet.parentOf,
  });
  const placeOfCluster = (cluster: string): Promise<ScopeId | undefined> =>
    fleet.ownerOfCluster(cluster);
  return {
    schedule,
    reach,
    counts,
    plugs: [
      (app) => app.register(scheduleRoutes, { service: schedule, guard, parentOf: fleet.parentOf }),
      ...decisionPlugs(deps, people, schedule),
      (app) =>
        app.register(feedRoutes, {
          feeds,
          importing,
          guard,
          placeOfCommune: fleet.ownerOfCommune,
        }),
      (app) => app.register(agendaRoutes, { service: agenda, guard, parentOf: fleet.parentOf }),
      (app) => app.register(testSoundRoutes, { deps, guard, placeOfCluster }),
      (app) => app.register(timelineRoutes, { service: timeline, guard, placeOfCluster }),
      (app) => app.register(reachRoutes, { service: reach, guard }),
      (app) =>
        app.register(coverageRoutes, {
          coverage: createCoverage({ clock, store: reachStore(db) }),
          guard,
        }),
      (app) => app.register(targetRoutes, { targets, guard }),
    ],
  };
}

/** What is looked at before, decided about and followed after an order. */
const decisionPlugs = (
  deps: MakeGoodDeps & MustPlayDeps & PriorityDeps & ProgressDeps & WishDeps,
  { guard, fleet: { parentOf, ownerOfCommune } }: PeopleSide,
  service: Schedule,
): Plug[] => [
  (app) => app.register(decidingRoutes, { service, guard }),
  (app) =>
    app.register(progressRoutes, { service, following: createFollowing(deps), guard, parentOf }),
  (app) =>
    app.register(checkRoutes, {
      guard,
      check: (...asked) => checkOrder(deps, ...asked),
      move: (...asked) => checkMove(deps, ...asked),
    }),
  (app) => app.register(makeGoodRoutes, { makeGood: createMakeGood(deps), guard }),
  (app) => app.register(mustPlayRoutes, { deps, guard }),
  (app) => app.register(wishRoutes, { wishes: createWishes(deps), guard }),
  (app) => app.register(inboxRoutes, { inbox: createInbox(deps), guard }),
  (app) =>
    app.register(priorityRoutes, {
      priorities: createPriorities(deps),
      guard,
      placeOfCommune: ownerOfCommune,
    }),
];
