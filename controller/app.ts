import { minutes, seconds } from "../contract/time.ts";
import { covers } from "./access/access.ts";
import type { Backups } from "./backup.ts";
import { composeAlert } from "./compose-alert.ts";
import { composeCalendar } from "./compose-calendar.ts";
import { composeLibrary } from "./compose-library.ts";
import { composeLive } from "./compose-live.ts";
import { composeMachine, type MachineSide } from "./compose-machine.ts";
import { composePeople, type Foundation } from "./compose-people.ts";
import { composeReport } from "./compose-report.ts";
import { composeSchedule, type ScheduleSide } from "./compose-schedule.ts";
import type { Settings } from "./config.ts";
import { boardRoutes } from "./dispatch/board.routes.ts";
import { boardHistoryRoutes } from "./fleet/board-history.routes.ts";
import { contactRoutes } from "./fleet/contact.routes.ts";
import { createContacts } from "./fleet/contact.service.ts";
import { contactStore } from "./fleet/contact.store.ts";
import { enrolRoutes } from "./fleet/enrol.routes.ts";
import { backupRoutes } from "./http/backup.routes.ts";
import { createServer, type Plug, type Server } from "./http/server.service.ts";
import { systemRoutes } from "./http/system.routes.ts";
import { webRoutes } from "./http/web.routes.ts";
import type { WebFiles } from "./http/web-files.ts";
import type { Machinery } from "./machinery.ts";
import { caseRoutes, playlogRoutes } from "./playlog/playlog.routes.ts";
import { quarantineRoutes } from "./playlog/quarantine.routes.ts";
import type { Listen } from "./schedule/relay.ts";
import { settingStore } from "./store/setting.store.ts";
import { createTick, type Tick, type Wake } from "./tick.service.ts";
import { dayBegan, type Job } from "./tick.ts";

export interface ControllerDeps {
  readonly settings: Settings;
  readonly version: string;
  readonly base: Foundation;
  readonly machinery: Machinery;
  readonly wake: Wake;
  readonly web: WebFiles;
  readonly backups: Backups;
  /** Keys, encoder and recorder of live sound. */
  readonly liveParts: Parameters<typeof composeLive>[3];
  /** Hears a stream for a moment. */
  readonly listen: Listen;
}

export interface Started {
  /** `http://host:port`, with the port that was really taken. */
  readonly http: string;
  /** The broker as boards reach it. */
  readonly mqtt: string;
  /** The first administrator's password, where it was made up: told once. */
  readonly madePassword: string | undefined;
}

export interface Controller {
  readonly server: Server;
  start(): Promise<Started>;
  /** Waits for what is being done; twice is harmless. */
  stop(): Promise<void>;
}

/** Puts the controller together; nothing listens to people or runs before `start`. */
export async function createController(deps: ControllerDeps): Promise<Controller> {
  const { base, settings, version } = deps;
  let machine: MachineSide | undefined;
  // Places are older than what speaks with boards: a change before the start concerns nobody yet.
  const people = await composePeople(base, async (communes) => {
    machine?.enrol.forget();
    await machine?.dispatch.configure({ communes });
  });
  machine = await composeMachine(base, people, deps.machinery, seconds(settings.grace));
  const { calendar, remind, plugs: calendarPlugs } = composeCalendar(base, people, deps.listen);
  const schedule = composeSchedule(
    base,
    people,
    {
      publish: machine.dispatch.publish,
      known: machine.playlog.known,
      knownOfCluster: machine.knownOfCluster,
    },
    calendar.knowsCampaign,
  );
  const tick = composeTick(deps, machine, schedule, remind);
  const alerts = composeAlert(base, people, schedule.schedule, deps.machinery.verify);
  const { live, plug: livePlug } = composeLive(base, people, schedule.schedule, deps.liveParts);
  const library = composeLibrary(base, people, settings.publicUrl);
  const plugs = [
    ...people.plugs,
    ...library.plugs,
    ...schedule.plugs,
    livePlug,
    ...alerts,
    ...calendarPlugs,
    ...machinePlugs(base, people, machine),
    composeReport(base, people, machine, schedule.reach, calendar),
  ];
  base.metrics.gauge("vangxa_boards_online", "Boards that are heard", machine.presence.online);
  base.metrics.gauge(
    "vangxa_boards_disk_read_only",
    "Boards whose disk refuses writes",
    machine.presence.readOnly,
  );
  const system: Plug = (app) =>
    app.register(systemRoutes, {
      version,
      metrics: base.metrics,
      metricsToken: settings.metricsToken,
      same: base.secrets.same,
      healthy: async () => ({
        database: await answers(base),
        broker: machine.brokerage.wire.connected(),
      }),
    });
  const backups: Plug = (app) =>
    app.register(backupRoutes, {
      backups: deps.backups,
      guard: people.guard,
      audit: people.audit,
      clock: base.clock,
    });
  const server = await createServer({ ...base, ...settings, version, actorOf: people.actorOf }, [
    ...plugs,
    system,
    backups,
    (app) => app.register(webRoutes, { files: deps.web }),
  ]);
  let stopping: Promise<void> | undefined;

  async function start(): Promise<Started> {
    const madePassword = await people.start(settings.adminPassword);
    await machine?.start();
    await tick.start();
    await library.start(settings.starter);
    live.start();
    const http = await server.app.listen({ host: settings.http.host, port: settings.http.port });
    const mqtt = machine?.brokerage.address ?? "";
    base.log.info({ http, mqtt }, "listening");
    return { http, mqtt, madePassword };
  }

  async function stop(): Promise<void> {
    // Live streams never end by themselves: they go first, or closing would wait for them.
    people.stop();
    await live.stop();
    await server.app.close();
    await tick.stop();
    await library.stop();
    await machine?.stop();
    base.log.info({}, "stopped");
  }

  return {
    server,
    start,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function composeTick(
  deps: ControllerDeps,
  machine: MachineSide,
  schedule: ScheduleSide,
  remind: () => Promise<void>,
): Tick {
  const { clock, db, log } = deps.base;
  const daily = (from: Parameters<Job["due"]>[0], to: Parameters<Job["due"]>[1]) =>
    dayBegan(from, to, minutes(10));
  const jobs: Job[] = [
    { name: "close windows", due: () => true, run: machine.playlog.close },
    { name: "count plays", due: () => true, run: schedule.counts.upToDate },
    { name: "expire claims", due: daily, run: () => machine.enrol.expire() },
    { name: "forget old heartbeats", due: daily, run: () => machine.history.forget() },
    { name: "remind of deadlines", due: daily, run: remind },
    { name: "renew orders", due: daily, run: () => schedule.schedule.renew() },
    { name: "sign the log's head", due: daily, run: async () => void (await machine.heads.make()) },
    { name: "renew plans and keys", due: daily, run: () => machine.dispatch.renew() },
  ];
  return createTick({ clock, wake: deps.wake, jobs, remember: settingStore(db), log });
}

function machinePlugs(
  base: Foundation,
  people: Awaited<ReturnType<typeof composePeople>>,
  machine: MachineSide,
): Plug[] {
  const { guard, fleet } = people;
  return [
    (app) => app.register(boardRoutes, { files: base.files, document: machine.dispatch.document }),
    (app) =>
      app.register(enrolRoutes, {
        enrol: machine.enrol,
        guard,
        placeOfCluster: fleet.ownerOfCluster,
      }),
    (app) =>
      app.register(boardHistoryRoutes, {
        history: machine.history,
        guard,
        placeOfCluster: fleet.ownerOfCluster,
      }),
    (app) =>
      app.register(contactRoutes, {
        contacts: createContacts({
          store: contactStore(base.db),
          audit: people.audit,
          covers: (above, place) => covers(above, place, fleet.parentOf),
          placeOfCluster: fleet.ownerOfCluster,
        }),
        guard,
        placeOfCluster: fleet.ownerOfCluster,
      }),
    (app) =>
      app.register(playlogRoutes, {
        playlog: machine.playlog,
        guard,
        signHead: machine.signHead,
        heads: machine.heads,
      }),
    (app) => app.register(quarantineRoutes, { quarantine: machine.quarantine, guard }),
    (app) => app.register(caseRoutes, { cases: machine.cases, guard, zip: base.zip }),
  ];
}

async function answers({ db }: Foundation): Promise<boolean> {
  try {
    await db.selectFrom("setting").select("name").limit(1).execute();
    return true;
  } catch {
    return false;
  }
}
