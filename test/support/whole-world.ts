import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Controller, createController } from "../../controller/app.ts";
import { parseSettings } from "../../controller/config.ts";
import { newStreamKey } from "../../controller/live/keys.adapter.ts";
import { nodeMachinery } from "../../controller/machinery.adapter.ts";
import type { Machinery } from "../../controller/machinery.ts";
import { backupFolder } from "../../controller/store/backup.adapter.ts";
import { settingStore } from "../../controller/store/setting.store.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";
import { paperSpool } from "./paper-spool.ts";
import type { PeopleTime } from "./people-time.ts";
import {
  ADMIN_PASSWORD,
  type Asker,
  askers,
  firstPeople,
  foundation,
  snapshot,
} from "./people-world.ts";

/** The whole controller with its real broker and keys, asked without a socket, on time that stands. */
export interface WholeWorld {
  readonly controller: Controller;
  readonly store: Store;
  readonly time: PeopleTime;
  readonly logged: { level: string; fields: object; text: string }[];
  readonly nobody: Asker;
  readonly admin: Asker;
  login(username: string, password: string): Promise<Asker>;
  person(username: string, ...roles: [role: string, place: string][]): Promise<Asker>;
  snapshot(): Promise<string>;
  /** The time that stands. */
  now(): number;
  /** The controller's own tick, as its clock would wake it. */
  wake(): Promise<void>;
  close(): Promise<void>;
}

/** `change` takes a part of the machinery's place, such as a broker with moods. */
export async function wholeWorld(
  change: (real: Machinery) => Machinery = (real) => real,
): Promise<WholeWorld> {
  const data = await mkdtemp(join(tmpdir(), "vangxa-whole-"));
  const argv = ["--data", data, "--http", "127.0.0.1:0", "--mqtt", "127.0.0.1:0"];
  const parsed = parseSettings([...argv, "--per-minute", "1000000"], {
    VANGXA_ADMIN_PASSWORD: ADMIN_PASSWORD,
  });
  if (!parsed.ok) throw new Error(parsed.vi);
  const store = await openStore({ file: join(data, "vangxa.db") });
  let wake: () => void = () => undefined;
  const { base, logged, time } = foundation(store);
  const controller = await createController({
    liveParts: { newKey: newStreamKey, encoder: async () => undefined, spool: paperSpool() },
    settings: parsed.settings,
    version: "test",
    base,
    machinery: change(await nodeMachinery(parsed.settings)),
    backups: backupFolder(join(data, "vangxa.db"), join(data, "backups")),
    listen: async () => ({
      ...{ ok: true, form: "mp3", seconds: 5, peak: -6, mp3: Uint8Array.of(1) },
    }),
    web: { get: () => undefined },
    wake: {
      start: (run) => {
        wake = run;
      },
      stop: () => undefined,
    },
  });
  await controller.start();
  const people = await firstPeople(askers(controller.server));
  return {
    controller,
    store,
    time,
    logged,
    ...people,
    wake: async () => {
      wake();
      const done = String(time.now());
      for (let tries = 0; tries < 500; tries += 1) {
        if ((await settingStore(store.db).get("tick-last")) === done) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error("the tick did not end");
    },
    snapshot: () => snapshot(store),
    now: () => base.clock.now(),
    close: async () => {
      await controller.stop();
      await store.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
