import type { Kysely } from "kysely";
import type { PersonId, ScopeId } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import type { Step } from "../store/step.ts";
import type { LoginTable, PersonTable, Tables } from "../store/tables.ts";
import type { HeldRole, Role } from "./access.ts";

export interface Person extends PersonTable {
  readonly roles: readonly HeldRole[];
}

export interface AccessStore {
  person(id: string): Promise<Person | undefined>;
  byUsername(username: string): Promise<Person | undefined>;
  people(): Promise<readonly Person[]>;
  count(): Promise<number>;
  addPerson(person: PersonTable, roles: readonly HeldRole[]): Promise<void>;
  /** Changes the person and, where given, replaces all roles, in one transaction. */
  changePerson(
    id: PersonId,
    change: Partial<PersonTable>,
    roles: readonly HeldRole[] | undefined,
  ): Promise<void>;
  /** Roles of places that end, held at their successor from then on. */
  moveRoles(roles: readonly (HeldRole & { readonly person: string })[], into: ScopeId): Step;
  /** Every role at a place that ends. */
  dropRoles(place: ScopeId): Step;
  addLogin(login: LoginTable): Promise<void>;
  login(tokenHash: string): Promise<LoginTable | undefined>;
  seen(tokenHash: string, at: Instant): Promise<void>;
  dropLogin(tokenHash: string): Promise<void>;
  /** Ends every log-in of a person, except one. */
  dropLogins(person: string, except?: string): Promise<void>;
  dropExpired(now: Instant, idleSince: Instant): Promise<void>;
  logins(person: string): Promise<readonly LoginTable[]>;
}

export const accessStore = (db: Kysely<Tables>): AccessStore => ({
  person: (id) => one(db, "id", id),
  byUsername: (username) => one(db, "username", username),
  people: async () => {
    const [people, roles] = await Promise.all([
      db.selectFrom("person").selectAll().orderBy("username").execute(),
      db.selectFrom("role").selectAll().orderBy("place").orderBy("role").execute(),
    ]);
    return people.map((person) => ({
      ...person,
      roles: roles.filter((role) => role.person === person.id).map(held),
    }));
  },
  count: async () => {
    const row = await db
      .selectFrom("person")
      .select((q) => q.fn.countAll().as("n"))
      .executeTakeFirstOrThrow();
    return Number(row.n);
  },
  addPerson: (person, roles) =>
    db.transaction().execute(async (tx) => {
      await tx.insertInto("person").values(person).execute();
      await insertRoles(tx, person.id, roles);
    }),
  changePerson: (id, change, roles) =>
    db.transaction().execute(async (tx) => {
      if (Object.keys(change).length > 0) {
        await tx.updateTable("person").set(change).where("id", "=", id).execute();
      }
      if (roles) {
        await tx.deleteFrom("role").where("person", "=", id).execute();
        await insertRoles(tx, id, roles);
      }
    }),
  moveRoles: (roles, into) => async (tx) => {
    for (const { person, role, place } of roles) {
      await tx
        .deleteFrom("role")
        .where("person", "=", person)
        .where("role", "=", role)
        .where("place", "=", place)
        .execute();
      await insertRoles(tx, person, [{ role, place: into }]);
    }
  },
  dropRoles: (place) => async (tx) => {
    await tx.deleteFrom("role").where("place", "=", place).execute();
  },
  addLogin: async (login) => {
    await db.insertInto("login").values(login).execute();
  },
  login: (tokenHash) =>
    db.selectFrom("login").selectAll().where("token_hash", "=", tokenHash).executeTakeFirst(),
  seen: async (tokenHash, at) => {
    await db
      .updateTable("login")
      .set({ seen_at: at })
      .where("token_hash", "=", tokenHash)
      .execute();
  },
  dropLogin: async (tokenHash) => {
    await db.deleteFrom("login").where("token_hash", "=", tokenHash).execute();
  },
  dropLogins: async (person, except) => {
    await db
      .deleteFrom("login")
      .where("person", "=", person)
      .where("token_hash", "!=", except ?? "")
      .execute();
  },
  dropExpired: async (now, idleSince) => {
    await db
      .deleteFrom("login")
      .where((q) => q.or([q("expires_at", "<=", now), q("seen_at", "<=", idleSince)]))
      .execute();
  },
  logins: (person) =>
    db
      .selectFrom("login")
      .selectAll()
      .where("person", "=", person)
      .orderBy("created_at", "desc")
      .execute(),
});

const held = (row: { role: string; place: string }): HeldRole => ({
  role: row.role as Role,
  place: row.place as ScopeId,
});

async function one(
  db: Kysely<Tables>,
  column: "id" | "username",
  value: string,
): Promise<Person | undefined> {
  const person = await db
    .selectFrom("person")
    .selectAll()
    .where(column, "=", value)
    .executeTakeFirst();
  if (!person) return undefined;
  const roles = await db
    .selectFrom("role")
    .selectAll()
    .where("person", "=", person.id)
    .orderBy("place")
    .orderBy("role")
    .execute();
  return { ...person, roles: roles.map(held) };
}

async function insertRoles(
  db: Kysely<Tables>,
  person: string,
  roles: readonly HeldRole[],
): Promise<void> {
  if (roles.length === 0) return;
  await db
    .insertInto("role")
    .values(roles.map(({ role, place }) => ({ person, role, place })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
