import { centreScope, type PersonId, personId } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import { defined } from "../defined.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { LoginTable } from "../store/tables.ts";
import type { PasswordPort } from "./access.service.ts";
import type { AccessStore, Person } from "./access.store.ts";
import type { Actor, HeldRole, ParentOf } from "./access.ts";
import type { PersonChange, PersonNew } from "./access-api.ts";
import type { Audit } from "./audit.ts";
import { leavesNobody, mayGive, maySee, seen, standingOf } from "./people.ts";
import { isGoodPassword, isLive, type Login, type Secrets, sessionId } from "./sessions.ts";

export interface PeopleDeps {
  readonly store: AccessStore;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly passwords: PasswordPort;
  readonly newId: (prefix: string) => string;
  readonly parentOf: ParentOf;
}

/** A password that was made up for somebody is told once, to the person who asked for it. */
export interface Created {
  readonly person: Person;
  readonly password: string | undefined;
}

export interface People {
  list(by: Actor): Promise<readonly Person[]>;
  create(by: Actor, given: PersonNew): Promise<Result<Created>>;
  change(by: Actor, id: string, given: PersonChange): Promise<Result<Person>>;
  /** Where somebody is logged in; for that person and for whoever may see people there. */
  sessions(by: Actor, id: string): Promise<Result<readonly LoginTable[]>>;
  /** Ends one log-in, at once; that person's own, or as their administrator. */
  endSession(by: Actor, id: string, session: string): Promise<Result<readonly LoginTable[]>>;
  /** Makes the first administrator where nobody is known yet; the password is returned when it was made up. */
  firstAdministrator(password: string | undefined): Promise<string | undefined>;
}

const cleanName = (name: string): string => name.normalize("NFC").trim();

export const createPeople = (deps: PeopleDeps): People => ({
  list: async (by) =>
    (await deps.store.people()).filter((person) => maySee(by, person, deps.parentOf)),
  create: (by, given) => create(deps, by, given),
  change: (by, id, given) => change(deps, by, id, given),
  sessions: (by, id) => sessions(deps, by, id),
  endSession: (by, id, session) => endSession(deps, by, id, session),
  firstAdministrator: (given) => firstAdministrator(deps, given),
});

async function create(deps: PeopleDeps, by: Actor, given: PersonNew): Promise<Result<Created>> {
  const username = given.username.trim().toLowerCase();
  const allowed = mayGive(by, given.roles, deps.parentOf);
  if (!allowed.ok) return allowed;
  const password = given.password ?? deps.secrets.password();
  if (!isGoodPassword(password, username)) return refuse("weak-password");
  if (await deps.store.byUsername(username)) return refuse("username-taken");
  const person = await add(deps, username, cleanName(given.name), password, given.roles);
  await deps.audit.record({ by, action: "person.create", subject: person.id, after: seen(person) });
  return done({ person, password: given.password === undefined ? password : undefined });
}

async function add(
  { store, clock, passwords, newId }: PeopleDeps,
  username: string,
  name: string,
  password: string,
  roles: readonly HeldRole[],
): Promise<Person> {
  const row = {
    id: personId(newId("u")),
    username,
    name,
    password_hash: await passwords.hash(password),
    disabled: 0,
    created_at: clock.now(),
  };
  await store.addPerson(row, roles);
  return { ...row, roles };
}

async function change(
  deps: PeopleDeps,
  by: Actor,
  id: string,
  given: PersonChange,
): Promise<Result<Person>> {
  const person = await deps.store.person(id);
  if (!person) return refuse("not-found");
  const allowed = await mayChange(deps, by, person, given);
  if (!allowed.ok) return allowed;
  const { password, roles } = given;
  const row = defined({
    name: given.name && cleanName(given.name),
    disabled: given.disabled === undefined ? undefined : Number(given.disabled),
    password_hash: password && (await deps.passwords.hash(password)),
  });
  const after: Person = { ...person, ...row, roles: roles ?? person.roles };
  if (leavesNobody(person, after, await deps.store.people())) return refuse("last-administrator");
  await deps.store.changePerson(person.id as PersonId, row, roles);
  // Whoever holds an old session must not keep what has just been taken away.
  if (given.disabled || password || roles) await deps.store.dropLogins(person.id);
  await deps.audit.record({
    by,
    action: "person.change",
    subject: person.id,
    before: seen(person),
    after: { ...seen(after), ...(password ? { password: "changed" } : {}) },
  });
  return done(after);
}

async function mayChange(
  deps: PeopleDeps,
  by: Actor,
  person: Person,
  given: PersonChange,
): Promise<Result<undefined>> {
  const standing = standingOf(by, person, given, deps.parentOf);
  if (standing.as === "nobody") return refuse(standing.code);
  const roles = given.roles ? mayGive(by, given.roles, deps.parentOf) : done(undefined);
  if (!roles.ok || given.password === undefined) return roles;
  if (!isGoodPassword(given.password, person.username)) return refuse("weak-password");
  if (standing.as === "administrator") return done(undefined);
  // An unwatched screen is not enough to take an account over.
  const right = await deps.passwords.verify(person.password_hash, given.currentPassword ?? "");
  return right ? done(undefined) : refuse("wrong-password");
}

async function sessions(
  deps: PeopleDeps,
  by: Actor,
  id: string,
): Promise<Result<readonly LoginTable[]>> {
  const person = await deps.store.person(id);
  if (!person) return refuse("not-found");
  if (person.id !== by.id && !maySee(by, person, deps.parentOf)) return refuse("not-allowed");
  const now = deps.clock.now();
  const live = (await deps.store.logins(id)).filter((login) =>
    isLive(login as LoginTable & Login, now),
  );
  return done(live);
}

async function endSession(
  deps: PeopleDeps,
  by: Actor,
  id: string,
  session: string,
): Promise<Result<readonly LoginTable[]>> {
  const found = await sessions(deps, by, id);
  if (!found.ok) return found;
  const person = await deps.store.person(id);
  const standing = person && standingOf(by, person, {}, deps.parentOf);
  if (standing?.as === "nobody") return refuse(standing.code);
  const login = found.value.find((one) => sessionId(one) === session);
  if (!login) return refuse("not-found");
  await deps.store.dropLogin(login.token_hash);
  await deps.audit.record({ by, action: "person.end-session", subject: id, before: { session } });
  return done(found.value.filter((one) => one !== login));
}

async function firstAdministrator(
  deps: PeopleDeps,
  given: string | undefined,
): Promise<string | undefined> {
  if ((await deps.store.count()) > 0) return undefined;
  const password = given || deps.secrets.password();
  const roles: readonly HeldRole[] = [{ role: "admin", place: centreScope }];
  const person = await add(deps, "admin", "Quản trị hệ thống", password, roles);
  const after = seen(person);
  await deps.audit.record({ by: undefined, action: "person.create", subject: person.id, after });
  return given ? undefined : password;
}
