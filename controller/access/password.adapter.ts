import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** Hashes and checks passwords, exactly as received, at most two at once. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** `false` also for a hash that nobody can read. */
  verify(hash: string, password: string): Promise<boolean>;
}

type Argon2 = Pick<typeof import("@node-rs/argon2"), "hash" | "verify">;

// OWASP's smallest argon2id: 19 MiB, two passes, one lane. 2 = argon2id (the package's const enum cannot be imported).
const ARGON = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const SCRYPT = { N: 2 ** 17, r: 8, p: 1 } as const;
const AT_ONCE = 2;
const LONGEST_QUEUE = 64;

/** Without argon2's native part (an unusual processor) Node's own scrypt takes over. */
export async function openPasswords(
  load: () => Promise<Argon2> = () => import("@node-rs/argon2"),
): Promise<Passwords> {
  const argon2 = await load().catch(() => undefined);
  const turn = queue(AT_ONCE);
  return {
    hash: (password) => turn(() => (argon2 ? argonHash(argon2, password) : scryptHash(password))),
    verify: (hash, password) =>
      turn(async () => {
        if (hash.startsWith("$scrypt$")) return scryptVerify(hash, password);
        if (!argon2 || !hash.startsWith("$argon2id$")) return false;
        return argon2.verify(hash, password).catch(() => false);
      }),
  };
}

const argonHash = (argon2: Argon2, password: string) =>
  argon2.hash(password, { ...ARGON, algorithm: ARGON.algorithm as never });

const derive = (password: string, salt: Buffer, cost: { N: number; r: number; p: number }) =>
  new Promise<Buffer>((resolve, reject) => {
    const maxmem = 256 * cost.N * cost.r;
    scrypt(password, salt, 32, { ...cost, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

async function scryptHash(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, SCRYPT);
  const cost = `N=${SCRYPT.N},r=${SCRYPT.r},p=${SCRYPT.p}`;
  return `$scrypt$${cost}$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

async function scryptVerify(hash: string, password: string): Promise<boolean> {
  const parts = /^\$scrypt\$N=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/.exec(hash);
  if (!parts) return false;
  const [N, r, p] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (N > SCRYPT.N || r > SCRYPT.r || p > SCRYPT.p) return false;
  const wanted = Buffer.from(parts[5] ?? "", "base64url");
  const key = await derive(password, Buffer.from(parts[4] ?? "", "base64url"), { N, r, p });
  return wanted.length === key.length && timingSafeEqual(wanted, key);
}

/** The log-in page is full: so many are waiting that hashing more would only make everyone wait longer. */
export class PasswordsBusy extends Error {}

/** Runs so many jobs at once and keeps the rest waiting in order. */
function queue(atOnce: number): <T>(job: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    if (waiting.length >= LONGEST_QUEUE) throw new PasswordsBusy("too many passwords to check");
    if (running >= atOnce) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await job();
    } finally {
      // The slot passes straight to the next in line, so nobody overtakes.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
