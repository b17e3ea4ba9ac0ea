import type { Sha256 } from "../../contract/ids.ts";
import { type Duration, hours, type Instant, later, minutes } from "../../contract/time.ts";

/** Randomness and hashing, given from outside. */
export interface Secrets {
  /** 256 random bits, base64url. */
  token(): string;
  sha256(text: string): Sha256;
  /** A keyed seal of a text (HMAC-SHA-256, base64url). */
  seal(key: string, text: string): string;
  /** Compares without telling by its time where they differ. */
  same(one: string, other: string): boolean;
  /** A password that a person can type from paper. */
  password(): string;
}

/** A log-in that is not used so long is over. */
export const IDLE: Duration = minutes(30);
/** A log-in is over after so long, used or not. */
export const ABSOLUTE: Duration = hours(12);
/** `seen_at` is written at most so often: a page that polls is not a stream of writes. */
export const SEEN_STEP: Duration = minutes(1);

export interface Login {
  readonly created_at: Instant;
  readonly seen_at: Instant;
  readonly expires_at: Instant;
}

export const newLogin = (now: Instant): Login => ({
  created_at: now,
  seen_at: now,
  expires_at: later(now, ABSOLUTE),
});

/** What a log-in is called where people see it: a piece of its token's hash, which opens nothing. */
export const sessionId = (login: { readonly token_hash: string }): string =>
  login.token_hash.slice(0, 16);

export const isLive = (login: Login, now: Instant): boolean =>
  now < login.expires_at && now < later(login.seen_at, IDLE) && now >= login.created_at;

/** Checks of one account (or one known device of it) inside a sliding window. */
export const CHECKS = 10;
export const CHECK_WINDOW: Duration = minutes(15);

export interface Tries {
  readonly at: readonly Instant[];
}

/** One more check, when there may be one; `wait` says how long until the next. */
export function tryOnce(
  tries: Tries | undefined,
  now: Instant,
): { readonly ok: true; readonly tries: Tries } | { readonly ok: false; readonly wait: Duration } {
  const recent = (tries?.at ?? []).filter((at) => at > now - CHECK_WINDOW && at <= now);
  const [first] = recent;
  if (first !== undefined && recent.length >= CHECKS) {
    return { ok: false, wait: (later(first, CHECK_WINDOW) - now) as Duration };
  }
  return { ok: true, tries: { at: [...recent, now] } };
}

// The most used of the long passwords that people choose, folded to lower case without marks.
const common = [
  "123456789012",
  "1234567890123",
  "123456123456",
  "111111111111",
  "000000000000",
  "121212121212",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertyuiopas",
  "1qaz2wsx3edc",
  "1q2w3e4r5t6y",
  "qwerty123456",
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "adminadminadmin",
  "administrator",
  "administrator1",
  "admin12345678",
  "admin123456789",
  "matkhau12345",
  "matkhau123456",
  "matkhaumatkhau",
  "vietnam12345",
  "vietnam123456",
  "vietnamvodich",
  "anhyeuem1234",
  "anhyeuem12345",
  "iloveyou1234",
  "abcdefghijkl",
  "abcd12345678",
  "abc123456789",
  "abcabcabcabc",
  "abc123abc123",
  "truyenthanh123",
  "ubnd12345678",
  "ubndxa123456",
  "loaphuong123",
  "changeme1234",
  "letmein12345",
  "welcome12345",
];

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;

/** Long and not guessable; no rule about kinds of letters, which only makes people write them down. */
export function isGoodPassword(password: string, username: string): boolean {
  const plain = password.toLowerCase();
  const letters = [...password];
  return (
    letters.length >= SHORTEST_PASSWORD &&
    letters.length <= LONGEST_PASSWORD &&
    new Set(letters).size >= 5 &&
    !common.includes(plain) &&
    !(username.length >= 4 && plain.includes(username.toLowerCase()))
  );
}
