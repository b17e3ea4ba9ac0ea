import { afterAll, beforeAll, beforeEach } from "vitest";
import type { CapAlert } from "../../controller/alert/cap.ts";
import { readCap } from "../../controller/alert/cap-read.ts";
import { writeCap } from "../../controller/alert/cap-write.ts";
import { readXml } from "../../controller/alert/xml.adapter.ts";
import { resolve } from "../../controller/alert/xml.ts";
import { alert as anAlert } from "./alerts.ts";
import { type Asker, must, type Reply, somePlaces, type Wire } from "./people-world.ts";
import { type WholeWorld, wholeWorld } from "./whole-world.ts";

/** A controller with one who hands alerts in and two who decide, all of one province. */
export interface AlertWorld extends WholeWorld {
  readonly sender: Asker;
  readonly first: Asker;
  readonly second: Asker;
  /** Begins a new alert number, so that tests do not meet. */
  next(): number;
  alert(more?: Partial<CapAlert>): CapAlert;
  post(by: Asker, cap: CapAlert, headers?: Record<string, string>): Promise<Reply<Wire>>;
  air(by: Asker, id: string, body?: object): Promise<Reply<Wire>>;
  broadcast(id: string): Promise<Wire>;
  /** Handed in, ordered and put on air by the two. */
  onAir(cap: CapAlert): Promise<Wire>;
}

export const CAP = { "content-type": "application/cap+xml" };

export async function alertWorld(): Promise<AlertWorld> {
  const world = await wholeWorld();
  await somePlaces(world);
  const at = { latitude: 15.1, longitude: 108.8 };
  await must(world.admin.ask("PATCH", "/api/clusters/k-21024", at));
  await must(world.admin.ask("PATCH", "/api/clusters/k-21025", { exercise: true }));
  const sender = await world.person("truc", ["province", "p-51"]);
  const first = await world.person("lanh-dao-1", ["approver", "p-51"]);
  const second = await world.person("lanh-dao-2", ["approver", "p-51"]);
  let count = 0;
  const post: AlertWorld["post"] = (by, cap, headers = {}) =>
    by.ask("POST", "/api/alerts", writeCap(cap), { ...CAP, ...headers });
  const air: AlertWorld["air"] = (by, id, body = {}) => by.post(`/api/alerts/${id}/air`, body);
  return {
    ...world,
    sender,
    first,
    second,
    next: () => ++count,
    alert: (more = {}) => anAlert({ identifier: `A-${count}`, ...more }),
    post,
    air,
    broadcast: (id) => must(world.admin.get(`/api/broadcasts/${id}`)),
    onAir: async (cap) => {
      const { id } = await must(post(sender, cap));
      await must(air(first, id));
      return must(air(second, id));
    },
  };
}

/** What the tests of one file share: the world, opened before them and closed after, and its people. */
export interface AlertTests
  extends Pick<
    AlertWorld,
    "sender" | "first" | "second" | "alert" | "post" | "air" | "broadcast" | "onAir"
  > {
  readonly world: AlertWorld;
  /** The alert number of the test that runs. */
  readonly count: number;
}

export function alertTests(): AlertTests {
  let world: AlertWorld | undefined;
  let count = 0;
  const now = (): AlertWorld => {
    if (!world) throw new Error("the world is there from the first test on");
    return world;
  };
  const asker = (who: "sender" | "first" | "second"): Asker => ({
    get token() {
      return now()[who].token;
    },
    ask: (...asked) => now()[who].ask(...asked),
    get: (...asked) => now()[who].get(...asked),
    post: (...asked) => now()[who].post(...asked),
  });
  beforeAll(async () => {
    world = await alertWorld();
  });
  afterAll(() => now().close());
  beforeEach(() => {
    count = now().next();
  });
  return {
    get world() {
      return now();
    },
    get count() {
      return count;
    },
    sender: asker("sender"),
    first: asker("first"),
    second: asker("second"),
    alert: (more) => now().alert(more),
    post: (...asked) => now().post(...asked),
    air: (...asked) => now().air(...asked),
    broadcast: (id) => now().broadcast(id),
    onAir: (cap) => now().onAir(cap),
  };
}

/** CAP as it came over HTTP, by our own reader. */
export function capIn(raw: Buffer): CapAlert {
  const xml = readXml(raw);
  const root = xml.ok ? resolve(xml.root) : undefined;
  const read = root && readCap(root);
  if (!read?.ok) throw new Error(`not readable: ${JSON.stringify(read ?? xml)}`);
  return read.alert;
}
