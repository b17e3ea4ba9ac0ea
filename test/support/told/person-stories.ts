import { expect } from "vitest";
import { must, PASSWORD } from "../people-world.ts";
import type { Stories, ToldWorld } from "./story.ts";

let count = 0;
const someone = async (world: ToldWorld) => {
  const username = `nguoi-${++count}`;
  const asker = await world.person(username, ["editor", "c-21024"]);
  const { id } = await world.store.db
    .selectFrom("person")
    .select("id")
    .where("username", "=", username)
    .executeTakeFirstOrThrow();
  return { id, asker };
};
const roles = [{ role: "editor", place: "c-21024" }];

/** People and their log-ins. */
export const personStories: Stories = {
  "POST /api/session": {
    by: "nobody",
    person: "soan",
    action: "session.opened",
    before: null,
    after: { session: expect.any(String) },
    ready: async () => (who) => who.post("/api/session", { username: "soan", password: PASSWORD }),
  },
  "DELETE /api/session": {
    by: "leaver",
    action: "session.closed",
    before: { session: expect.any(String) },
    after: null,
    ready: async () => (who) => who.ask("DELETE", "/api/session"),
  },
  "POST /api/people": {
    by: "admin",
    action: "person.create",
    place: "c-21024",
    before: null,
    after: { username: "moi", name: "Mới", roles },
    ready: async () => (who) => who.post("/api/people", { username: "moi", name: "Mới", roles }),
  },
  "PATCH /api/people/:id": {
    by: "admin",
    action: "person.change",
    place: "c-21024",
    before: { name: expect.stringMatching(/^nguoi-/), roles },
    after: { name: "Người Khác", roles },
    ready: async (world) => {
      const { id } = await someone(world);
      return (who) => who.ask("PATCH", `/api/people/${id}`, { name: "Người Khác" });
    },
  },
  "DELETE /api/people/:id/sessions/:session": {
    by: "admin",
    action: "person.end-session",
    before: { session: expect.any(String) },
    after: null,
    ready: async (world) => {
      const { id } = await someone(world);
      const { items } = await must(world.admin.get(`/api/people/${id}/sessions`));
      return (who) => who.ask("DELETE", `/api/people/${id}/sessions/${items[0].id}`);
    },
  },
};
