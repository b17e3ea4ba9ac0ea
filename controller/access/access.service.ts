import type { PersonId } from "../../contract/ids.ts";
import { type Clock, earlier, type Instant } from "../../contract/time.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { LoginTable } from "../store/tables.ts";
import type { AccessStore, Person } from "./access.store.ts";
import type { Actor } from "./access.ts";
import type { Audit } from "./audit.ts";
import {
  IDLE,
  isLive,
  newLogin,
  SEEN_STEP,
  type Secrets,
  sessionId,
  type Tries,
  tryOnce,
} from "./sessions.ts";

/** Password hashing; `password.adapter.ts` is the real one. */
export interface PasswordPort {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

export interface AccessDeps {
  readonly store: AccessStore;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly passwords: PasswordPort;
  /** Seals the token of a known device; made once and kept. */
  readonly deviceKey: string;
}

export interface LoginAsk {
  readonly username: string;
  /** Exactly as received: no trimming, no normal form. */
  readonly password: string;
  readonly address: string;
  /** The browser's or program's own name, cut short. */
  readonly about: string;
  /** What a device got after an earlier log-in on it. */
  readonly device: string | undefined;
}

export interface LoggedIn {
  readonly token: string;
  readonly device: string;
  readonly actor: Actor;
  readonly expiresAt: Instant;
}

export interface Access {
  login(ask: LoginAsk): Promise<Result<LoggedIn>>;
  logout(token: string, by: Actor): Promise<void>;
  /** The person of a live token. Asking counts as use, except with `peek`: an open page alone keeps nobody logged in. */
  actorOf(
    token: string,
    address: string,
    how?: { readonly peek: boolean },
  ): Promise<Actor | undefined>;
  /** Forgets log-ins that are over; the tick asks now and then. */
  tidy(): Promise<void>;
}

const MOST_KEYS = 10_000;

export function createAccess(deps: AccessDeps): Access {
  const { store, clock, secrets, passwords } = deps;
  const tries = new Map<string, Tries>();
  let decoy: string | undefined;

  const plainName = (raw: string): string => raw.trim().toLowerCase().slice(0, 64);

  const sealOf = (nonce: string, username: string): string =>
    secrets.seal(deps.deviceKey, `device ${username} ${nonce}`);

  /**
   * Guessing is slowed for each account, wherever it comes from. A device on which this person has logged in before counts by
   * itself, so somebody else's guessing never locks the real person out.
   */
  function mayCheck(username: string, device: string | undefined): Result<() => void> {
    const [nonce, seal] = (device ?? "").split(".");
    const known =
      nonce !== undefined && seal !== undefined && secrets.same(seal, sealOf(nonce, username));
    const key = known ? `${username} ${nonce}` : username;
    const next = tryOnce(tries.get(key), clock.now());
    if (!next.ok) {
      const detail = `Còn ${Math.ceil(next.wait / 60_000)} phút nữa mới thử lại được.`;
      return refuse("too-many-logins", { detail });
    }
    tries.delete(key);
    tries.set(key, next.tries);
    if (tries.size > MOST_KEYS) tries.delete(tries.keys().next().value ?? "");
    // A right password is no guess, but it does not wipe out the guesses of others.
    return done(() => void tries.set(key, { at: next.tries.at.slice(0, -1) }));
  }

  async function login(ask: LoginAsk): Promise<Result<LoggedIn>> {
    const username = plainName(ask.username);
    const allowed = mayCheck(username, ask.device);
    if (!allowed.ok) return allowed;
    const person = await store.byUsername(username);
    // An unknown name costs the same time, so names cannot be listed by a stopwatch.
    decoy ??= await passwords.hash(secrets.token());
    const right = await passwords.verify(person?.password_hash ?? decoy, ask.password);
    if (!person || !right || person.disabled) {
      await deps.audit.record({
        by: person && { id: person.id as PersonId, address: ask.address },
        from: ask.address,
        action: "session.refused",
        subject: person?.id ?? "unknown",
      });
      return refuse("wrong-login");
    }
    allowed.value();
    return done(await open(person, ask));
  }

  async function open(person: Person, ask: LoginAsk): Promise<LoggedIn> {
    const token = secrets.token();
    const login = newLogin(clock.now());
    const row = {
      ...login,
      token_hash: secrets.sha256(token),
      person: person.id,
      address: ask.address,
      about: ask.about.slice(0, 200),
    };
    await store.addLogin(row);
    const actor = actorFrom(person, ask.address);
    const after = { session: sessionId(row), about: row.about };
    await deps.audit.record({ by: actor, action: "session.opened", subject: person.id, after });
    const nonce = secrets.token();
    const device = `${nonce}.${sealOf(nonce, person.username)}`;
    return { token, device, actor, expiresAt: login.expires_at };
  }

  async function actorOf(
    token: string,
    address: string,
    how = { peek: false },
  ): Promise<Actor | undefined> {
    const login = await store.login(secrets.sha256(token));
    const now = clock.now();
    if (!login || !isLive(liveOf(login), now)) return undefined;
    const person = await store.person(login.person);
    if (!person || person.disabled) return undefined;
    if (!how.peek && now >= login.seen_at + SEEN_STEP) await store.seen(login.token_hash, now);
    return actorFrom(person, address);
  }

  return {
    login,
    actorOf,
    logout: async (token, by) => {
      const row = { token_hash: secrets.sha256(token) };
      await store.dropLogin(row.token_hash);
      const before = { session: sessionId(row) };
      await deps.audit.record({ by, action: "session.closed", subject: by.id, before });
    },
    tidy: () => store.dropExpired(clock.now(), earlier(clock.now(), IDLE)),
  };
}

export const actorFrom = (person: Person, address: string): Actor => ({
  id: person.id as PersonId,
  username: person.username,
  name: person.name,
  roles: person.roles,
  address,
});

const liveOf = (row: LoginTable) => ({
  created_at: row.created_at as Instant,
  seen_at: row.seen_at as Instant,
  expires_at: row.expires_at as Instant,
});
