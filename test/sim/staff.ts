// The people: they set up a commune, and then order, cancel and warn at whatever moment the seed says.
import { dateOf, minuteOfDay } from "../../contract/station-time.ts";
import { days, hours, type Instant, later, minutes, seconds } from "../../contract/time.ts";
import type { Dice } from "../support/dice.ts";
import { ADMIN_PASSWORD, type Wire } from "../support/people-world.ts";
import type { Centre } from "./centre.ts";
import type { Kernel } from "./kernel.ts";

export interface Staff {
  readonly clusters: readonly { readonly cluster: string; readonly claim: string }[];
  /** Broadcasts that were accepted. */
  readonly orders: string[];
  readonly refused: string[];
  /** Ten letters are about a second; `province` writes it. */
  message(length?: number, province?: boolean): Promise<string | undefined>;
  /** Orders as this person and answers the id; nothing when nobody answers or it is refused. */
  order(who: string, body: object): Promise<string | undefined>;
  cancel(broadcast: string): Promise<boolean>;
  /** One thing that people do, by chance. */
  act(): Promise<void>;
  iso(at: Instant): string;
}

export interface StaffDeps {
  readonly centre: Centre;
  readonly kernel: Kernel;
  readonly chance: Dice;
}

const COMMUNE = "21024";
const WORDS = [
  "bà con",
  "thôn",
  "số hoá",
  "dịch vụ công",
  "an toàn",
  "mạng",
  "học",
  "xã",
  "chiều nay",
];

export async function hire({ centre, kernel, chance }: StaffDeps, agents: number): Promise<Staff> {
  const must = async (who: string, method: string, path: string, body?: unknown): Promise<Wire> => {
    const reply = await centre.ask(who, method, path, body);
    if (reply.status >= 300 || reply.status === 0)
      throw new Error(`${method} ${path} ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  await must("admin", "POST", "/api/communes", {
    code: COMMUNE,
    province: "51",
    name: "Xã Trà Sơn",
  });
  const clusters: { cluster: string; claim: string }[] = [];
  for (let i = 1; i <= agents; i++) {
    const hamlet = `h-${i}`;
    await must("admin", "POST", "/api/hamlets", {
      id: hamlet,
      commune: COMMUNE,
      name: `Thôn ${i}`,
      households: 100,
      people: 400,
    });
    const cluster = `k-${i}`;
    const body = { id: cluster, commune: COMMUNE, name: `Cụm ${i}`, hamlets: [hamlet] };
    await must("admin", "POST", "/api/clusters", body);
    const { code } = await must("admin", "POST", `/api/clusters/${cluster}/claim`);
    clusters.push({ cluster, claim: code });
  }
  const every = [1, 2, 3, 4, 5, 6, 7];
  await must("admin", "PUT", `/api/communes/${COMMUNE}/regulation`, {
    number: "01/QC-UBND",
    sessions: [
      { weekdays: every, start: 5 * 60, end: 6 * 60 + 30 },
      { weekdays: every, start: 17 * 60, end: 18 * 60 + 30 },
    ],
    quiet: [{ start: 22 * 60, end: 5 * 60 }],
    from: "2026-01-01",
  });
  for (const [username, role, place] of [
    ["soan", "editor", `c-${COMMUNE}`],
    ["duyet", "approver", `c-${COMMUNE}`],
    ["tinh", "province", "p-51"],
    ["tinh-2", "province", "p-51"],
  ]) {
    const roles = [{ role, place }];
    await must("admin", "POST", "/api/people", {
      username,
      name: username,
      password: ADMIN_PASSWORD,
      roles,
    });
  }

  const iso = (at: Instant): string => new Date(at).toISOString();
  const orders: string[] = [];
  const refused: string[] = [];
  let texts = 0;

  /** Ten letters are a second of sound. */
  async function message(
    length = chance.whole(100, 900),
    province = false,
  ): Promise<string | undefined> {
    texts += 1;
    let text = `Bản tin số ${texts}.`;
    while (text.length < length) text += ` ${chance.pick(WORDS)}`;
    const [author, decider] = province ? ["tinh", "tinh-2"] : ["soan", "duyet"];
    const body = { title: `Tin ${texts}`, theme: "ky-nang-so", language: "vie", text };
    const made = await centre.ask(author as string, "POST", "/api/messages", body);
    if (made.status !== 201) return undefined;
    const done = await centre.ask(
      decider as string,
      "POST",
      `/api/messages/${made.body.id}/approve`,
    );
    return done.status < 300 && done.status > 0 ? made.body.id : undefined;
  }

  async function order(who: string, body: object): Promise<string | undefined> {
    const where = who === "tinh" ? { all: true } : { communes: [COMMUNE] };
    const whole = { level: "normal", where, ...body };
    const reply = await centre.ask(who, "POST", "/api/broadcasts", whole);
    const what = JSON.stringify(body);
    if (reply.status !== 201) {
      refused.push(`${reply.status} ${reply.body?.code} ${what}`);
      kernel.tell("staff", `refused ${reply.status} ${reply.body?.code} ${what}`);
      return undefined;
    }
    orders.push(reply.body.id);
    kernel.tell("staff", `ordered ${reply.body.id} ${reply.body.state} ${what}`);
    if (reply.body.state === "proposed") {
      const said = await centre.ask("duyet", "POST", `/api/broadcasts/${reply.body.id}/approve`);
      kernel.tell("staff", `approved ${reply.body.id} ${said.status}`);
    }
    return reply.body.id;
  }

  async function cancel(broadcast: string): Promise<boolean> {
    const reply = await centre.ask("admin", "DELETE", `/api/broadcasts/${broadcast}`);
    kernel.tell("staff", `cancelled ${broadcast} ${reply.status}`);
    return reply.status >= 200 && reply.status < 300;
  }

  /** A moment between five in the morning and ten at night, within two days. */
  function someTime(): Instant {
    for (;;) {
      const at = later(kernel.now(), minutes(chance.whole(3, 2_880)));
      const minute = minuteOfDay(at);
      if (minute >= 300 && minute < 1_310) return at;
    }
  }

  async function act(): Promise<void> {
    const throwOf = chance.unit();
    const one = orders.length > 0 ? chance.pick(orders) : undefined;
    if (throwOf < 0.18 && one) return void (await cancel(one));
    const urgent = throwOf < 0.3;
    const id = await message(undefined, urgent || throwOf < 0.36);
    if (!id) return;
    const messageIds = [id];
    if (urgent) {
      const record = {
        orderGiver: "Chủ tịch",
        orderNumber: "12/CĐ",
        hazard: "lũ",
        area: "ven suối",
      };
      const notAfter = iso(later(kernel.now(), hours(chance.whole(1, 6))));
      await order("tinh", {
        messageIds,
        level: "emergency",
        emergency: record,
        when: { now: true },
        notAfter,
      });
    } else if (throwOf < 0.36) {
      const notAfter = iso(later(kernel.now(), days(2)));
      await order("tinh", { messageIds, level: "priority", when: { session: "next" }, notAfter });
    } else if (throwOf < 0.5) await order("soan", { messageIds, when: { session: "next" } });
    else if (throwOf < 0.6) await order("soan", { messageIds, when: { now: true } });
    else if (throwOf < 0.7) {
      const day = dateOf(later(kernel.now(), days(1)));
      const start = `${day}T${chance.pick(["05:10", "06:40", "11:00", "17:20", "19:00"])}:00+07:00`;
      const rrule = `FREQ=DAILY;COUNT=${chance.whole(2, 10)}`;
      await order("soan", { messageIds, when: { start, rrule } });
    } else {
      const parts = [
        { kind: "message", id },
        { kind: "pause", seconds: chance.whole(1, 9) },
        ...(chance.unit() < 0.3 ? [{ kind: "repeat", times: 2, gapSeconds: 5 }] : []),
      ];
      const at = iso(whole(someTime()));
      await order("soan", { parts: chance.unit() < 0.5 ? parts : parts.slice(0, 1), when: { at } });
    }
  }

  const whole = (at: Instant): Instant => (Math.floor(at / seconds(1)) * seconds(1)) as Instant;

  return { clusters, orders, refused, message, order, cancel, act, iso };
}
