import type { Sha256 } from "../../contract/ids.ts";
import type { AuditStore } from "./audit.store.ts";
import { FIRST_LINK, firstBroken } from "./audit.ts";

const PAGE = 1_000;

/** What reading the whole log of people's changes found. */
export interface AuditCheck {
  readonly rows: number;
  /** The first row whose link does not hold. */
  readonly broken: number | undefined;
  /** The newest link: kept by somebody else, it shows a tail that was cut. */
  readonly head: { readonly seq: number; readonly link: string };
}

/** Walks the chain from its first row to its last, page by page. */
export async function checkAudit(
  audit: Pick<AuditStore, "walk">,
  hash: (text: string) => Sha256,
): Promise<AuditCheck> {
  let head: AuditCheck["head"] = { seq: 0, link: FIRST_LINK };
  let rows = 0;
  let broken: number | undefined;
  for (;;) {
    const page = await audit.walk(PAGE, head.seq);
    broken ??= firstBroken(hash, page, head.link);
    rows += page.length;
    const last = page.at(-1);
    if (last) head = { seq: last.seq, link: last.link };
    if (page.length < PAGE) return { rows, broken, head };
  }
}
