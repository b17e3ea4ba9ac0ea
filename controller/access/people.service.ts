import { type PersonId, personId } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { PasswordPort } from "./access.service.ts";
import type { AccessStore, Person } from "./access.store.ts";
import { type Action, type Actor, type HeldRole, may, type ParentOf, placesFor } from "./access.ts";
import type { PersonChange, PersonNew } from "./access-api.ts";
import type { Audit } from "./audit.ts";
import { isGoodPassword, type Secrets } from "./sessions.ts";

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
  /** Makes the first administrator where nobody is known yet; the password is returned when it was made up. */
  firstAdministrator(password: string | undefined): Promise<string | undefined>;
}

const seen = (person: Person) => ({
  username: person.username,
  name: person.name,
  disabled: person.disabled === 1,
  roles: person.roles,
});

export function createPeople(deps: PeopleDeps): People {
  const { store, audit, clock, parentOf } = deps;

  const mayAll = (by: Actor, action: Action, roles: readonly HeldRole[]): boolean =>
    roles.length === 0
      ? placesFor(by, action).length > 0
      : roles.every((role) => may(by, action, role.place, parentOf));

  const known = (role: HeldRole): boolean =>
    role.place === "centre" || parentOf(role.place) !== undefined;

  async function list(by: Actor): Promise<readonly Person[]> {
    const people = await store.people();
    return people.filter(
      (person) =>
        (person.roles.length === 0 && may(by, "person.read", "centre" as never, parentOf)) ||
        person.roles.some((role) => may(by, "person.read", role.place, parentOf)),
    );
  }

  async function create(by: Actor, given: PersonNew): Promise<Result<Created>> {
    const username = given.username.trim().toLowerCase();
    const unknown = given.roles.findIndex((role) => !known(role));
    if (unknown >= 0) return refuse("unknown-place", { errors: placeError(unknown) });
    if (!mayAll(by, "person.write", given.roles)) return refuse("role-too-high");
    const password = given.password ?? deps.secrets.password();
    if (!isGoodPassword(password, username)) return refuse("weak-password");
    if (await store.byUsername(username)) return refuse("username-taken");
    const person = await add(username, given.name.normalize("NFC").trim(), password, given.roles);
    await audit.record({ by, action: "person.create", subject: person.id, after: seen(person) });
    return done({ person, password: given.password === undefined ? password : undefined });
  }

  async function add(
    username: string,
    name: string,
    password: string,
    roles: readonly HeldRole[],
  ): Promise<Person> {
    const row = {
      id: personId(deps.newId("u")),
      username,
      name,
      password_hash: await deps.passwords.hash(password),
      disabled: 0,
      created_at: clock.now(),
    };
    await store.addPerson(row, roles);
    return { ...row, roles };
  }

  async function change(by: Actor, id: string, given: PersonChange): Promise<Result<Person>> {
    const person = await store.person(id);
    if (!person) return refuse("not-found");
    const allowed = await mayChange(by, person, given);
    if (!allowed.ok) return allowed;
    if (given.password !== undefined && !isGoodPassword(given.password, person.username)) {
      return refuse("weak-password");
    }
    const roles = given.roles;
    const row = {
      ...(given.name === undefined ? {} : { name: given.name.normalize("NFC").trim() }),
      ...(given.disabled === undefined ? {} : { disabled: given.disabled ? 1 : 0 }),
      ...(given.password === undefined
        ? {}
        : { password_hash: await deps.passwords.hash(given.password) }),
    };
    const after = { ...person, ...row, roles: roles ?? person.roles };
    if (await leavesNobody(person, after)) return refuse("last-administrator");
    await store.changePerson(person.id as PersonId, row, roles);
    // Whoever holds an old session must not keep what has just been taken away.
    if (given.disabled || given.password !== undefined || roles) await store.dropLogins(person.id);
    await audit.record({
      by,
      action: "person.change",
      subject: person.id,
      before: seen(person),
      after: { ...seen(after), ...(given.password === undefined ? {} : { password: "changed" }) },
    });
    return done(after);
  }

  /** An administrator of all places of the person; or the person, for their own name and password. */
  async function mayChange(
    by: Actor,
    person: Person,
    given: PersonChange,
  ): Promise<Result<undefined>> {
    const places = [...person.roles, ...(given.roles ?? [])];
    const unknown = (given.roles ?? []).findIndex((role) => !known(role));
    if (unknown >= 0) return refuse("unknown-place", { errors: placeError(unknown) });
    const administers =
      person.roles.length > 0 || given.roles
        ? mayAll(by, "person.write", places)
        : may(by, "person.write", "centre" as never, parentOf);
    const own = person.id === by.id;
    if (administers && !own) return done(undefined);
    if (!own)
      return refuse(placesFor(by, "person.write").length > 0 ? "role-too-high" : "not-allowed");
    if (!administers && (given.roles || given.disabled !== undefined)) return refuse("not-allowed");
    if (given.password === undefined) return done(undefined);
    const right = await deps.passwords.verify(person.password_hash, given.currentPassword ?? "");
    return right ? done(undefined) : refuse("wrong-login");
  }

  const rules = (person: Person): boolean =>
    person.disabled === 0 &&
    person.roles.some((role) => role.role === "admin" && role.place === "centre");

  async function leavesNobody(before: Person, after: Person): Promise<boolean> {
    if (!rules(before) || rules(after)) return false;
    const people = await store.people();
    return !people.some((person) => person.id !== before.id && rules(person));
  }

  async function firstAdministrator(given: string | undefined): Promise<string | undefined> {
    if ((await store.count()) > 0) return undefined;
    const password = given || deps.secrets.password();
    const roles: readonly HeldRole[] = [{ role: "admin", place: "centre" as never }];
    const person = await add("admin", "Quản trị hệ thống", password, roles);
    await audit.record({
      by: undefined,
      action: "person.create",
      subject: person.id,
      after: seen(person),
    });
    return given ? undefined : password;
  }

  return { list, create, change, firstAdministrator };
}

const placeError = (index: number) => [
  { field: `roles.${index}.place`, vi: "Nơi này chưa có trong hệ thống." },
];
