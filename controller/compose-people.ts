import type { Kysely } from "kysely";
import type { ReadStarter } from "../audio-library/seed/starter.ts";
import type { ScopeId, Sha256 } from "../contract/ids.ts";
import { type Clock, minutes, type Timers } from "../contract/time.ts";
import { accessRoutes } from "./access/access.routes.ts";
import { createAccess, type PasswordPort } from "./access/access.service.ts";
import { accessStore } from "./access/access.store.ts";
import { covers } from "./access/access.ts";
import { auditStore } from "./access/audit.store.ts";
import type { Audit } from "./access/audit.ts";
import { checkAudit } from "./access/audit-check.service.ts";
import { carryRoles } from "./access/carrying.service.ts";
import { endRoles } from "./access/ending.service.ts";
import { type Guard, makeGuard } from "./access/guard.ts";
import { peopleRoutes } from "./access/people.routes.ts";
import { createPeople } from "./access/people.service.ts";
import type { Secrets } from "./access/sessions.ts";
import { breath } from "./breath.ts";
import type { Ender } from "./fleet/ending.ts";
import { fleetRoutes } from "./fleet/fleet.routes.ts";
import { createFleet, type Fleet } from "./fleet/fleet.service.ts";
import { fleetStore } from "./fleet/fleet.store.ts";
import { importRoutes } from "./fleet/import.routes.ts";
import { createSheets } from "./fleet/import.service.ts";
import { mergingRoutes } from "./fleet/merging.routes.ts";
import { outlineRoutes } from "./fleet/outline.routes.ts";
import { createOutlines, type Outlines } from "./fleet/outlines.service.ts";
import { placeRoutes } from "./fleet/places.routes.ts";
import { listSettled } from "./fleet/settled.service.ts";
import { settledStore } from "./fleet/settled.store.ts";
import type { ReadSheet } from "./fleet/sheet.ts";
import type { Carrier } from "./fleet/succession.ts";
import { eventRoutes } from "./http/events.routes.ts";
import { createEvents, type Events } from "./http/events.service.ts";
import type { Metrics } from "./http/metrics.adapter.ts";
import type { Plug } from "./http/server.service.ts";
import type { Log } from "./log.ts";
import type { AudioFiles, AudioPort } from "./message/audio.ts";
import { carryMessages } from "./message/carrying.service.ts";
import { carryingStore } from "./message/carrying.store.ts";
import { fingerprintStore } from "./message/fingerprint.store.ts";
import { lexiconRoutes } from "./message/lexicon.routes.ts";
import { createLexicon } from "./message/lexicon.service.ts";
import { lexiconStore } from "./message/lexicon.store.ts";
import { messageRoutes } from "./message/message.routes.ts";
import { createMessages, type MessageDeps, type Messages } from "./message/message.service.ts";
import { messageStore } from "./message/message.store.ts";
import { speechRoutes } from "./message/speech.routes.ts";
import type { Drawers } from "./report/drawing.ts";
import { campaigns } from "./schedule/calendar.service.ts";
import { calendarStore } from "./schedule/calendar.store.ts";
import { eventStore } from "./store/event.store.ts";
import { settingStore } from "./store/setting.store.ts";
import type { Tables } from "./store/tables.ts";

/** What every part of the controller is built on. */
export interface Foundation {
  readonly db: Kysely<Tables>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly secrets: Secrets;
  readonly passwords: PasswordPort;
  readonly hash: (data: string | Uint8Array) => Sha256;
  readonly newId: (prefix: string) => string;
  readonly base64: (bytes: Uint8Array) => string;
  readonly readSheet: ReadSheet;
  readonly audio: AudioPort;
  readonly files: AudioFiles;
  readonly readStarter: ReadStarter;
  readonly drawers: Drawers;
  readonly zip: (files: ReadonlyMap<string, Uint8Array>) => Uint8Array;
}

/** People, places and messages, ready for what is built on them. */
export interface PeopleSide {
  readonly audit: Audit;
  readonly guard: Guard;
  readonly fleet: Fleet;
  readonly outlines: Outlines;
  /** Whoever is built on places adds here what goes with a unit that ends. */
  readonly carriers: Carrier[];
  /** And here what is open at a commune that ends with nobody in its place. */
  readonly enders: Ender[];
  readonly messages: Messages;
  /** What messages stand on, for what is built beside them. */
  readonly messageDeps: MessageDeps;
  readonly events: Events;
  readonly actorOf: ReturnType<typeof createAccess>["actorOf"];
  readonly plugs: readonly Plug[];
  /** Makes the first administrator and reads the places. The password is returned when it was made up. */
  start(adminPassword: string | undefined): Promise<string | undefined>;
  stop(): void;
}

/** `changed`: the boards of these communes need their configuration anew. */
export async function composePeople(
  base: Foundation,
  changed: (communes: readonly string[]) => Promise<void>,
): Promise<PeopleSide> {
  const { db, clock, timers, secrets } = base;
  const audit = auditStore(db, clock, base.hash);
  const events = createEvents({ store: eventStore(db), clock, timers });
  const store = accessStore(db);
  const carriers: Carrier[] = [
    carryRoles(store),
    carryMessages(carryingStore(db), lexiconStore(db)),
    listSettled(settledStore(db)),
  ];
  const enders: Ender[] = [endRoles(store)];
  const fleet = createFleet({ ...base, store: fleetStore(db), audit, changed, carriers, enders });
  const guard = makeGuard(fleet.parentOf);
  const people = { ...base, store, audit, parentOf: fleet.parentOf };
  const access = createAccess({ ...people, deviceKey: await deviceKey(db, secrets) });
  const persons = createPeople(people);
  const lexicon = createLexicon({
    ...base,
    store: lexiconStore(db),
    audit,
    parentOf: fleet.parentOf,
  });
  const messageDeps: MessageDeps = {
    ...base,
    termsOf: lexicon.of,
    store: messageStore(db),
    prints: fingerprintStore(db),
    knowsCampaign: campaigns(calendarStore(db)),
    audit,
    events,
    parentOf: fleet.parentOf,
    below: (place) => below(fleet, place),
  };
  const messages = createMessages(messageDeps);
  const sheets = createSheets({ store: fleetStore(db), clock, fleet, readSheet: base.readSheet });
  const outlines = createOutlines({ store: fleetStore(db), fleet, rest: () => breath(base) });
  const peek = (token: string, address: string) => access.actorOf(token, address, { peek: true });
  let cancel: (() => void) | undefined;
  base.metrics.gauge("vangxa_event_listeners", "Browsers that listen to live events", events.count);
  return {
    audit,
    guard,
    fleet,
    outlines,
    carriers,
    enders,
    messages,
    messageDeps,
    events,
    actorOf: access.actorOf,
    plugs: [
      (app) => app.register(accessRoutes, { access, lastEvent: events.last }),
      (app) =>
        app.register(peopleRoutes, {
          people: persons,
          audit,
          guard,
          secrets,
          checkAudit: () => checkAudit(audit, base.hash),
        }),
      (app) => app.register(fleetRoutes, { service: fleet, guard }),
      (app) => app.register(mergingRoutes, { service: fleet, guard }),
      (app) => app.register(placeRoutes, { service: fleet, guard }),
      (app) => app.register(importRoutes, { sheets, guard }),
      (app) => app.register(outlineRoutes, { outlines, fleet, guard }),
      (app) => app.register(speechRoutes, { ...base, service: messages, lexicon, guard }),
      (app) => app.register(lexiconRoutes, { lexicon, guard }),
      (app) => app.register(messageRoutes, { ...base, service: messages, guard }),
      (app) => app.register(eventRoutes, { events, guard, parentOf: fleet.parentOf, peek }),
    ],
    start: async (adminPassword) => {
      await fleet.start();
      events.start();
      cancel ??= timers.every(minutes(10), "old log-ins", () => void access.tidy());
      return persons.firstAdministrator(adminPassword);
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
      events.stop();
    },
  };
}

/** Sealing of known devices must outlive a restart, or guessing could lock real people out then. */
async function deviceKey(db: Kysely<Tables>, secrets: Secrets): Promise<string> {
  const settings = settingStore(db);
  const kept = await settings.get("device-key");
  if (kept !== undefined) return kept;
  const made = secrets.token();
  await settings.set("device-key", made);
  return made;
}

/** Communes of a province; of a commune those that went into it. */
function below(fleet: Fleet, place: ScopeId): ScopeId[] {
  const { communes, successors } = fleet.tree();
  const scope = (code: string) => `c-${code}` as ScopeId;
  const province = place.slice(2);
  if (place.startsWith("p-"))
    return [...communes].filter(([, of]) => of === province).map(([code]) => scope(code));
  if (!place.startsWith("c-")) return [];
  const gone = [...successors.keys()].map(scope);
  return gone.filter((one) => one !== place && covers(place, one, fleet.parentOf));
}
