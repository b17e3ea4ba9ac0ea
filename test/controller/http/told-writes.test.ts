import { afterAll, beforeAll, expect, test } from "vitest";
import { hours } from "../../../contract/time.ts";
import { cases } from "../../support/good-requests.ts";
import { orderWorld } from "../../support/order-world.ts";
import { type Asker, askers, must } from "../../support/people-world.ts";
import { pathOf, routeName } from "../../support/route-cases.ts";
import type { Story, ToldWorld, Who } from "../../support/told/story.ts";
import { changesNothing, toldStories } from "../../support/told-stories.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

/** Where all requests of the stories come from; the log-ins came from elsewhere. */
const ADDRESS = "10.57.0.7";
const usernames: Readonly<Record<Who, string | null>> = {
  ...{ admin: "admin", editor: "soan", approver: "duyet", province: "tinh" },
  ...{ second: "quan-tri-2", stranger: "xa-ben", leaver: "di-roi", nobody: null },
};

let world: ToldWorld;
beforeAll(async () => {
  const ordered = await orderWorld();
  const { admin, editor, approver, province, nobody } = ordered;
  const second = await ordered.person("quan-tri-2", ["admin", "centre"]);
  const stranger = await ordered.person("xa-ben", ["editor", "c-26001"]);
  const leaver = await ordered.person("di-roi", ["editor", "c-21024"]);
  const by = { admin, editor, approver, province, second, stranger, leaver, nobody };
  world = { ...ordered, by, said: await ordered.message() };
});
afterAll(() => world.close());

const writes = () =>
  world.controller.server.routes
    .filter(({ method }) => !["GET", "HEAD", "OPTIONS"].includes(method))
    .map(routeName);

test("every write of the API has its story here, or is one of those that change nothing", () => {
  expect(writes().sort()).toEqual([...Object.keys(toldStories), ...changesNothing].sort());
});

test.for(changesNothing)("%s changes nothing", async (name) => {
  const [method = "", url = ""] = name.split(" ");
  const one = cases[name] ?? {};
  const { id } = await world.order(world.editor, { messageIds: [world.said], when: { now: true } });
  const filled = JSON.parse(
    JSON.stringify(one).replaceAll("m-x", world.said).replaceAll("b-x", id),
  );
  const before = await world.snapshot();
  await must(world.admin.ask(method, pathOf({ url }, filled), filled.body));
  expect(await world.snapshot()).toBe(before);
});

const rows = ({ store }: Pick<WholeWorld, "store">) =>
  store.db.selectFrom("audit").selectAll().orderBy("seq").execute();

/** Tells the story and answers with the rows that its write left. */
async function tell(there: ToldWorld, { by, ready }: Story) {
  const write = await ready(there);
  const before = (await rows(there)).length;
  await must(write(askers(there.controller.server, ADDRESS)(there.by[by].token)));
  return (await rows(there)).slice(before);
}

async function personOf({ store }: WholeWorld, { by, person = usernames[by] }: Story) {
  if (person === null) return null;
  const found = store.db.selectFrom("person").select("id").where("username", "=", person);
  return (await found.executeTakeFirstOrThrow()).id;
}

const parsed = (text: string | null | undefined): unknown => JSON.parse(text ?? "null");

async function holds(there: ToldWorld, story: Story) {
  const fresh = await tell(there, story);
  const row = fresh.find((one) => one.action === story.action);
  expect(fresh.map((one) => one.action)).toContain(story.action);
  expect(row).toMatchObject({
    person: await personOf(there, story),
    address: ADDRESS,
    subject: expect.stringMatching(/./),
    reason: story.reason ?? null,
  });
  expect({ before: parsed(row?.before), after: parsed(row?.after) }).toMatchObject({
    before: story.before,
    after: story.after,
  });
  expect(row?.before).not.toBe(row?.after);
  if (story.place) expect([row?.subject, row?.before, row?.after].join()).toContain(story.place);
  // What else the same request wrote came from the same place.
  expect([...new Set(fresh.map((one) => one.address))]).toEqual([ADDRESS]);
}

const here = Object.entries(toldStories).filter(([, { empty }]) => !empty);
test.for(here)("%s says who, from where, how it was, how it became and why", async ([, story]) =>
  holds(world, story),
);

const elsewhere = Object.entries(toldStories).filter(([, { empty }]) => empty);
test.for(elsewhere)("%s says so in a system that is still empty", async ([, story]) => {
  const empty = await wholeWorld();
  const nobody: Asker = empty.nobody;
  try {
    await holds({ ...empty, by: { admin: empty.admin, nobody } } as unknown as ToldWorld, story);
  } finally {
    await empty.close();
  }
});

test("the chain of all these rows holds, and a changed one is named", async () => {
  await world.later(hours(1));
  const told = await must(world.admin.get("/api/audit/verify"));
  expect(told).toMatchObject({ ok: true, rows: (await rows(world)).length });
  await world.store.db.updateTable("audit").set({ action: "x" }).where("seq", "=", 2).execute();
  const found = await must(world.admin.get("/api/audit/verify"));
  expect(found).toMatchObject({ ok: false, broken: 2 });
  expect(found.vi).toContain("dòng 2");
});
