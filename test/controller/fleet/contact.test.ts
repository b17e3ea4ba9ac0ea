import { afterAll, beforeAll, expect, test } from "vitest";
import { type Asker, must, somePlaces } from "../../support/people-world.ts";
import { type WholeWorld, wholeWorld } from "../../support/whole-world.ts";

let world: WholeWorld;
let editor: Asker;
let stranger: Asker;
beforeAll(async () => {
  world = await wholeWorld();
  await somePlaces(world);
  editor = await world.person("soan", ["editor", "c-21024"]);
  stranger = await world.person("la", ["editor", "c-21025"]);
});
afterAll(() => world.close());

const path = "/api/clusters/k-21024/contact";
const listed = async (who: Asker) =>
  (await must<{ items: { cluster: string; phone: string }[] }>(who.get("/api/contacts"))).items;

test("a number is kept, changed and forgotten by those of the commune, and unknown to others", async () => {
  await must(editor.ask("PUT", path, { name: " Bác Tư ", phone: "0912 345 678" }));
  const changed = await must(editor.ask("PUT", path, { name: "Bác Tư", phone: "+84 912.345.679" }));
  expect(changed).toEqual({ cluster: "k-21024", name: "Bác Tư", phone: "+84 912.345.679" });
  expect(await listed(editor)).toEqual([changed]);
  expect(await listed(stranger)).toEqual([]);
  const refused = await stranger.ask("PUT", path, { name: "Kẻ lạ", phone: "0900000000" });
  expect(refused.status).toBe(403);
  await must(editor.ask("DELETE", path));
  expect((await editor.ask("DELETE", path)).status).toBe(404);
  expect(await listed(editor)).toEqual([]);
});

test("the audit log says who changed a number, never the number", async () => {
  const { items } = await must<{
    items: { action: string; link: string }[];
  }>(world.admin.get("/api/audit"));
  expect(items.map((one) => one.action)).toContain("cluster.contact");
  // A link is a hash: any three digits may stand in it.
  const said = JSON.stringify(items.map(({ link: _, ...row }) => row));
  for (const secret of ["345", "Bác Tư"]) expect(said).not.toContain(secret);
});
