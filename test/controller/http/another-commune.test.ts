import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Asker,
  must,
  type PeopleWorld,
  peopleWorld,
  somePlaces,
} from "../../support/people-world.ts";

let world: PeopleWorld;
let mine: Asker;
let theirs: { message: string; approved: string; person: string };

beforeAll(async () => {
  world = await peopleWorld();
  await somePlaces(world);
  // Everything that a commune can hold, in the same hands: only the place may make the difference.
  const all = ["editor", "approver", "technician", "auditor", "admin"];
  mine = await world.person("xa24", ...all.map((role): [string, string] => [role, "c-21024"]));
  const other = await world.person("xa25", ["editor", "c-21025"]);
  const second = await world.person("duyet25", ["approver", "c-21025"]);
  const body = {
    title: "Bí mật của xã bạn",
    theme: "ky-nang-so",
    language: "vie",
    text: "Kính chào bà con trong xã.",
  };
  const message = (await must(other.post("/api/messages", body))).id;
  const approved = (await must(other.post("/api/messages", body))).id;
  await must(second.post(`/api/messages/${approved}/approve`));
  theirs = { message, approved, person: (await other.get("/api/session")).body.person.id };
});
afterAll(() => world.close());

const name = "Xâm phạm";
const attempts: [string, string, string, object?][] = [
  ["reads the commune", "GET", "/api/communes/21025"],
  ["renames the commune", "PATCH", "/api/communes/21025", { name }],
  [
    "regulates the commune",
    "PUT",
    "/api/communes/21025/regulation",
    { number: "1", sessions: [], quiet: [] },
  ],
  ["adds a hamlet there", "POST", "/api/hamlets", { commune: "21025", name }],
  ["reads the hamlet", "GET", "/api/hamlets/h-21025"],
  ["reads the outlines there", "GET", "/api/hamlet-outlines?commune=21025"],
  ["takes the outline of the hamlet away", "DELETE", "/api/hamlets/h-21025/outline"],
  ["changes the hamlet", "PATCH", "/api/hamlets/h-21025", { households: 1 }],
  ["adds a cluster there", "POST", "/api/clusters", { commune: "21025", name }],
  ["reads the cluster", "GET", "/api/clusters/k-21025"],
  ["changes the cluster", "PATCH", "/api/clusters/k-21025", { name }],
  ["reads the message", "GET", "/api/messages/MESSAGE"],
  ["reads the approved message", "GET", "/api/messages/APPROVED"],
  ["hears the message", "GET", "/api/messages/MESSAGE/audio"],
  ["changes the message", "PATCH", "/api/messages/MESSAGE", { title: name }],
  ["approves the message", "POST", "/api/messages/MESSAGE/approve", {}],
  ["rejects the message", "POST", "/api/messages/APPROVED/reject", {}],
  ["disables the person", "PATCH", "/api/people/PERSON", { disabled: true }],
  [
    "writes a message for them",
    "POST",
    "/api/messages",
    {
      place: "c-21025",
      title: name,
      theme: "ky-nang-so",
      language: "vie",
      text: "Kính chào bà con.",
    },
  ],
  [
    "writes a message for the province",
    "POST",
    "/api/messages",
    { place: "p-51", title: name, theme: "ky-nang-so", language: "vie", text: "Kính chào bà con." },
  ],
  [
    "makes a person there",
    "POST",
    "/api/people",
    { username: "gian", name, roles: [{ role: "editor", place: "c-21025" }] },
  ],
  [
    "makes a person of the province",
    "POST",
    "/api/people",
    { username: "gian", name, roles: [{ role: "editor", place: "p-51" }] },
  ],
  ["adds a commune", "POST", "/api/communes", { code: "21088", province: "51", name }],
  ["reads the audit log of everyone", "GET", "/api/audit"],
];

describe("somebody with every role in commune A, in commune B", () => {
  test.for(attempts)("%s: refused, and nothing is changed", async ([, method, path, body]) => {
    const before = await world.snapshot();
    const real = path
      .replace("MESSAGE", theirs.message)
      .replace("APPROVED", theirs.approved)
      .replace("PERSON", theirs.person);
    const reply = await mine.ask(method, real, body);
    expect([403, 404], JSON.stringify(reply.body)).toContain(reply.status);
    expect(await world.snapshot()).toBe(before);
  });

  test.for([
    "/api/communes",
    "/api/hamlets",
    "/api/clusters",
    "/api/messages",
    "/api/people",
    "/api/hamlets?commune=21025",
    "/api/clusters?commune=21025",
    "/api/clusters?hamlet=h-21025",
    "/api/communes?province=51",
    "/api/messages?place=c-21025",
    "/api/messages?q=bi%20mat",
  ])("%s lists nothing of theirs", async (path) => {
    const { items } = await must(mine.get(path));
    const text = JSON.stringify(items);
    for (const word of ["21025", "Đồng Ếch", "Bí mật", "xa25", theirs.message])
      expect(text).not.toContain(word);
    expect((await must(world.admin.get("/api/messages?q=bi%20mat"))).items).toHaveLength(2);
  });

  test("an import with one row of theirs is refused whole", async () => {
    const before = await world.snapshot();
    const csv = "Mã xã,Thôn,Số hộ\n21024,Thôn Mới,10\n21025,Thôn Lạ,10\n";
    const reply = await mine.ask("POST", "/api/fleet/import", csv, { "content-type": "text/csv" });
    expect(reply.body.code).toBe("sheet-rows");
    expect(reply.body.errors).toEqual([
      { field: "dòng 3, cột Mã xã", vi: "Xã này nằm ngoài địa bàn của bạn." },
    ]);
    expect(await world.snapshot()).toBe(before);
  });
});

test("a province sees its communes and their drafts, not those of another province", async () => {
  const province = await world.person("tinh51", ["province", "p-51"]);
  const codes = (await must(province.get("/api/communes"))).items.map(
    (one: { code: string }) => one.code,
  );
  expect(codes).toEqual(["21024", "21025"]);
  expect((await province.get(`/api/messages/${theirs.message}`)).status).toBe(200);
  expect((await province.get("/api/communes/26001")).status).toBe(403);
});

test("what the province approved is read by its communes, drafts are not", async () => {
  const writer = await world.person("soan51", ["editor", "p-51"]);
  const approver = await world.person("duyet51", ["approver", "p-51"]);
  const body = {
    title: "Tin của tỉnh",
    theme: "ky-nang-so",
    language: "vie",
    text: "Kính chào bà con trong tỉnh.",
  };
  const { id } = await must(writer.post("/api/messages", body));
  expect((await mine.get(`/api/messages/${id}`)).status).toBe(404);
  await must(approver.post(`/api/messages/${id}/approve`));
  expect((await mine.get(`/api/messages/${id}`)).body.title).toBe("Tin của tỉnh");
  expect((await must(mine.get("/api/messages?q=tin%20cua%20tinh"))).items).toHaveLength(1);
  expect((await mine.post(`/api/messages/${id}/reject`)).status).toBe(403);
});
