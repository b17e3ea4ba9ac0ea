import { composePeople, type Foundation } from "./compose-people.ts";
import type { Settings } from "./config.ts";
import { createServer, type Plug, type Server } from "./http/server.service.ts";
import { systemRoutes } from "./http/system.routes.ts";

export interface ControllerDeps {
  readonly settings: Settings;
  readonly version: string;
  readonly base: Foundation;
}

export interface Started {
  /** `http://host:port`, with the port that was really taken. */
  readonly http: string;
  /** The first administrator's password, where it was made up: told once. */
  readonly madePassword: string | undefined;
}

export interface Controller {
  readonly server: Server;
  start(): Promise<Started>;
  /** Waits for what is being done; twice is harmless. */
  stop(): Promise<void>;
}

/** Puts the controller together; nothing listens or runs before `start`. */
export async function createController(deps: ControllerDeps): Promise<Controller> {
  const { base, settings, version } = deps;
  const people = await composePeople(base, async () => undefined);
  const system: Plug = (app) =>
    app.register(systemRoutes, {
      version,
      metrics: base.metrics,
      metricsToken: settings.metricsToken,
      same: base.secrets.same,
      healthy: async () => ({ database: await answers(base) }),
    });
  const server = await createServer({ ...base, ...settings, version, actorOf: people.actorOf }, [
    ...people.plugs,
    system,
  ]);
  let stopping: Promise<void> | undefined;

  async function start(): Promise<Started> {
    const madePassword = await people.start(settings.adminPassword);
    const http = await server.app.listen({ host: settings.http.host, port: settings.http.port });
    base.log.info({ http }, "listening");
    return { http, madePassword };
  }

  async function stop(): Promise<void> {
    // Live streams never end by themselves: they go first, or closing would wait for them.
    people.stop();
    await server.app.close();
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

async function answers({ db }: Foundation): Promise<boolean> {
  try {
    await db.selectFrom("setting").select("name").limit(1).execute();
    return true;
  } catch {
    return false;
  }
}
