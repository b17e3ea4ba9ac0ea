import { expect, test } from "vitest";
import { openPasswords, PasswordsBusy } from "../../../controller/access/password.adapter.ts";
import { nodeSecrets } from "../../../controller/access/secrets.adapter.ts";

const noArgon = () => Promise.reject(new Error("no native part"));

test("argon2id with 19 MiB, two passes, one lane", async () => {
  const passwords = await openPasswords();
  const hash = await passwords.hash("con gà trống");
  expect(hash).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
  expect(await passwords.verify(hash, "con gà trống")).toBe(true);
  expect(await passwords.verify(hash, "con gà trống".normalize("NFD"))).toBe(false);
});

test("without argon2 scrypt takes over, and both read scrypt hashes", async () => {
  const fallback = await openPasswords(noArgon);
  const hash = await fallback.hash("con gà trống");
  expect(hash).toMatch(/^\$scrypt\$N=131072,r=8,p=1\$/);
  expect(await fallback.verify(hash, "con gà mái")).toBe(false);
  expect(await (await openPasswords()).verify(hash, "con gà trống")).toBe(true);
}, 60_000);

test.for(["", "x", "$argon2id$", "$scrypt$N=1073741824,r=8,p=1$AA$AA", "$2b$10$abc"])(
  "a hash that nobody can read, %s, fits no password",
  async (hash) => {
    expect(await (await openPasswords()).verify(hash, "x")).toBe(false);
    expect(await (await openPasswords(noArgon)).verify(hash, "x")).toBe(false);
  },
);

test("at most two are hashed at once and a full queue refuses", async () => {
  let running = 0;
  let most = 0;
  const slow = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((go) => setTimeout(go, 5));
    running -= 1;
    return "$argon2id$x";
  };
  const passwords = await openPasswords(
    async () => ({ hash: slow, verify: async () => true }) as never,
  );
  const all = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.hash("x")));
  expect(most).toBe(2);
  const refused = all.filter((one) => one.status === "rejected");
  expect(refused.length).toBe(80 - 66);
  expect(refused.every((one) => one.reason instanceof PasswordsBusy)).toBe(true);
  expect(await passwords.hash("after")).toBe("$argon2id$x");
});

test("tokens have 256 bits and made-up passwords about a hundred", () => {
  const tokens = new Set(Array.from({ length: 200 }, () => nodeSecrets.token()));
  expect(tokens.size).toBe(200);
  for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32);
  expect(new Set(Array.from({ length: 200 }, () => nodeSecrets.password())).size).toBe(200);
});
