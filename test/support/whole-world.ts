import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Controller, createController } from "../../controller/app.ts";
import { parseSettings } from "../../controller/config.ts";
import { nodeMachinery } from "../../controller/machinery.adapter.ts";
import { openStore, type Store } from "../../controller/store/sqlite.adapter.ts";
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
  readonly logged: { level: string; fields: object; text: string }[];
  readonly nobody: Asker;
  readonly admin: Asker;
  person(username: string, ...roles: [role: string, place: string][]): Promise<Asker>;
  snapshot(): Promise<string>;
  close(): Promise<void>;
}

export async function wholeWorld(): Promise<WholeWorld> {
  const data = await mkdtemp(join(tmpdir(), "vangxa-whole-"));
  const argv = ["--data", data, "--http", "127.0.0.1:0", "--mqtt", "127.0.0.1:0"];
  const parsed = parseSettings([...argv, "--per-minute", "1000000"], {
    VANGXA_ADMIN_PASSWORD: ADMIN_PASSWORD,
  });
  if (!parsed.ok) throw new Error(parsed.vi);
  const store = await openStore({ file: join(data, "vangxa.db") });
  const { base, logged } = foundation(store);
  const controller = await createController({
    settings: parsed.settings,
    version: "test",
    base,
    machinery: await nodeMachinery(parsed.settings),
    wake: { start: () => undefined, stop: () => undefined },
  });
  await controller.start();
  const people = await firstPeople(askers(controller.server));
  return {
    controller,
    store,
    logged,
    ...people,
    snapshot: () => snapshot(store),
    close: async () => {
      await controller.stop();
      await store.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
