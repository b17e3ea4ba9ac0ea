import { type Duration, minutes } from "../../contract/time.ts";
import {
  ADMIN_PASSWORD,
  type Asker,
  must,
  PASSWORD,
  somePlaces,
  type Wire,
} from "./people-world.ts";
import { type WholeWorld, wholeWorld } from "./whole-world.ts";

/** The whole controller with places and the people who order: a province, and an editor and an approver of one commune. */
export interface OrderWorld extends WholeWorld {
  readonly province: Asker;
  readonly editor: Asker;
  readonly approver: Asker;
  /** An approved message, written by the commune's editor unless somebody else is named; its id. */
  message(text?: string, author?: Asker, approver?: Asker): Promise<string>;
  /** Orders, and says what came of it. */
  order(by: Asker, more: object): Promise<Wire>;
  detail(id: string): Promise<Wire>;
  /** Airings that are still to come or on air, as `start` in station time, sorted. */
  standing(id: string): Promise<string[]>;
  /** Lets time pass with a daily tick in it. */
  later(by: Duration): Promise<void>;
}

/** Monday 18 May 2026, eight o'clock in station time. */
export async function orderWorld(...change: Parameters<typeof wholeWorld>): Promise<OrderWorld> {
  const world = await wholeWorld(...change);
  await somePlaces(world);
  const logIns: (() => Promise<void>)[] = [];
  const lasting = async (username: string, password: string): Promise<Asker> => {
    let now = await world.login(username, password);
    logIns.push(async () => {
      now = await world.login(username, password);
    });
    return {
      get token() {
        return now.token;
      },
      ask: (...asked) => now.ask(...asked),
      get: (...asked) => now.get(...asked),
      post: (...asked) => now.post(...asked),
    };
  };
  const admin = await lasting("admin", ADMIN_PASSWORD);
  const person: OrderWorld["person"] = async (username, ...roles) => {
    const held = roles.map(([role, place]) => ({ role, place }));
    const body = { username, name: username, password: PASSWORD, roles: held };
    await must(admin.post("/api/people", body));
    return lasting(username, PASSWORD);
  };
  const province = await person("tinh", ["province", "p-51"]);
  const second = await person("tinh-2", ["province", "p-51"]);
  const editor = await person("soan", ["editor", "c-21024"]);
  const approver = await person("duyet", ["approver", "c-21024"]);
  const detail = (id: string) => must(admin.get(`/api/broadcasts/${id}`));
  return {
    ...world,
    admin,
    person,
    province,
    editor,
    approver,
    message: async (text = "Kính chào bà con trong xã.", author = editor, by = undefined) => {
      const body = { title: text.slice(0, 40), theme: "ky-nang-so", language: "vie", text };
      const { id } = await must(author.post("/api/messages", body));
      const decider = by ?? (author === editor ? approver : second);
      await must(decider.post(`/api/messages/${id}/approve`));
      return id;
    },
    order: (by, more) =>
      must(by.post("/api/broadcasts", { level: "normal", where: { all: true }, ...more })),
    detail,
    standing: async (id) => {
      const { occurrences } = await detail(id);
      return occurrences
        .filter((one: Wire) => !one.cancelled && Date.parse(one.notAfter) > world.time.now())
        .map((one: Wire) => one.notBefore)
        .sort()
        .map(stationTime);
    },
    later: async (by) => {
      world.time.advance(by);
      await world.wake();
      // Sessions end with the hours that are let pass here; a test goes on with the same people.
      for (const again of logIns) await again();
    },
  };
}

/** `18/05 05:00`. */
export function stationTime(iso: string): string {
  const at = new Date(Date.parse(iso) + minutes(420)).toISOString();
  return `${at.slice(8, 10)}/${at.slice(5, 7)} ${at.slice(11, 16)}`;
}
