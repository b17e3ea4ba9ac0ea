import type { Kysely } from "kysely";
import type { Hash } from "../contract/chain.ts";
import type { Verify } from "../contract/signed.ts";
import type { Clock } from "../contract/time.ts";
import { auditStore } from "./access/audit.store.ts";
import { checkAudit } from "./access/audit-check.service.ts";
import { checkCase as checkCaseFiles } from "./playlog/case-check.service.ts";
import type { Outside, Verification } from "./playlog/fault.ts";
import type { HashBytes } from "./playlog/merkle.ts";
import { playlogStore } from "./playlog/playlog.store.ts";
import { receiptStore } from "./playlog/receipt.store.ts";
import { type VerifyDeps, verifyAll } from "./playlog/verify.service.ts";
import { verifyStore } from "./playlog/verify.store.ts";
import { recount } from "./reach/recount.store.ts";
import type { Difference } from "./reach/recount-text.ts";
import { rollupStore } from "./reach/rollup.store.ts";
import type { Tables } from "./store/tables.ts";

/** What a check needs, whether the controller runs or only its files are there. */
export interface Checks {
  readonly db: Kysely<Tables>;
  readonly hash: Hash;
  readonly hashBytes: HashBytes;
  readonly base64Url: (bytes: Uint8Array) => string;
  readonly verify: Verify;
  readonly rootKey: () => string | undefined;
}

export const verifyDeps = (checks: Checks, clock: Clock): VerifyDeps => {
  const { db, hash } = checks;
  const audit = auditStore(db, clock, hash);
  return {
    ...checks,
    log: playlogStore(db, hash),
    receipts: receiptStore(db),
    store: verifyStore(db),
    audit: async () => ({
      ...(await checkAudit(audit, hash)),
      linkOf: async (seq) => (await audit.walk(1, seq - 1)).find((row) => row.seq === seq)?.link,
    }),
  };
};

export const checkDatabase = (
  checks: Checks,
  clock: Clock,
  outside?: Outside,
): Promise<Verification> => verifyAll(verifyDeps(checks, clock), outside);

export { checkCaseFiles };

const DIFFERENCES = 1_000;

/** What the roll-ups of reach say otherwise than the rows; a repair lets the controller count anew. */
export async function recountDatabase(
  db: Kysely<Tables>,
  { repair = false }: { readonly repair?: boolean } = {},
): Promise<readonly Difference[]> {
  const found = await recount(db, DIFFERENCES);
  if (repair) await rollupStore(db).forget();
  return found;
}
