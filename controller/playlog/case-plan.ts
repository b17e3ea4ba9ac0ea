import type { Occurrence, Plan, Urgent } from "../../contract/plan.ts";
import { atLeast } from "../../contract/signed.ts";
import type { KeyWord } from "../dispatch/keys.ts";

/** A signed document that carried the occurrence, or its cancel, for the first time. */
export interface CaseDocument {
  readonly scope: string;
  readonly document: string;
  readonly epoch: number;
  readonly revision: number;
  readonly jws: string;
  /** The whole plan where `jws` only refers to it. */
  readonly whole?: string;
  /** A JWS of the root key over the `KeyWord` of the key that signed both. */
  readonly key?: string;
}

/** `plan.json` of a case; empty where the documents were issued before they were kept. */
export interface CasePlan {
  readonly documents: readonly CaseDocument[];
}

type Signed = Plan | Urgent;

export const nameOf = ({
  scope,
  document,
  revision,
}: Pick<CaseDocument, "scope" | "document" | "revision">): string =>
  `plan.json: văn bản ${scope}/${document} bản ${revision}`;

export const carriedIn = (document: Signed, id: string): Occurrence | undefined =>
  (document.kind === "plan" ? document.occurrences : document.emergencies).find(
    (one) => one.id === id,
  );

const authorityOf = (place: string): "centre" | "province" | "commune" =>
  place === "centre" ? "centre" : place.startsWith("p-") ? "province" : "commune";

/** A place orders for itself and for those below it; a board's own scope lies below its commune. */
const mayOrder = (place: string, scope: string): boolean =>
  place === scope ||
  scope.startsWith("a-") ||
  (authorityOf(place) !== authorityOf(scope) && atLeast(authorityOf(place), authorityOf(scope)));

/** What is wrong with a document whose signatures hold; `ordered` is occurrence `id` as the case shows it. */
export function documentFaults(
  told: CaseDocument,
  signed: Signed,
  key: KeyWord,
  id: string,
  ordered: string,
): string[] {
  const name = nameOf(told);
  const faults: string[] = [];
  const { scope, epoch, revision, kind } = signed;
  if (
    scope !== told.scope ||
    kind !== told.document ||
    epoch !== told.epoch ||
    revision !== told.revision
  )
    faults.push(`${name} ghi khác điều đã ký (${scope}/${kind} bản ${revision}).`);
  if (signed.issued < key.notBefore || signed.issued >= key.notAfter)
    faults.push(`${name} được ký ngoài thời hạn của khoá ${key.kid}.`);
  const carried = carriedIn(signed, id);
  if (carried && JSON.stringify(carried) !== JSON.stringify(JSON.parse(ordered)))
    faults.push(`${name} mang lần phát này với nội dung khác occurrence.json.`);
  if (
    !mayOrder(key.place, scope) ||
    (carried && !atLeast(authorityOf(key.place), carried.authority))
  )
    faults.push(`${name}: khoá của ${key.place} không được ra lệnh này.`);
  return faults;
}

/** What boards signed as heard, against what was ordered. `bodies`: receipts as JSON, of batches whose signature holds. */
export function receiptFaults(
  bodies: Iterable<string>,
  occurrence: string,
  audio: readonly string[],
  documents: readonly (CaseDocument & { readonly hash: string })[],
): { readonly held: number; readonly faults: string[] } {
  const faults: string[] = [];
  let held = 0;
  for (const body of bodies) {
    const told = JSON.parse(body) as Told;
    for (const { sha256 } of (told.occurrence === occurrence && told.parts) || [])
      if (sha256 !== undefined && !audio.includes(sha256))
        faults.push(
          `receipts.json: biên nhận ${told.sequence} nói đã phát ${sha256}, không có trong lệnh.`,
        );
    if (told.kind !== "delivered") continue;
    const same = documents.find(
      (one) =>
        one.scope === told.scope &&
        one.document === told.document &&
        one.epoch === told.epoch &&
        one.revision === told.revision,
    );
    if (same && same.hash !== told.hash)
      faults.push(`${nameOf(same)} khác bản mà thiết bị nói đã nhận (biên nhận ${told.sequence}).`);
    if (same?.hash === told.hash || documents.some((one) => isAfter(told, one))) held += 1;
  }
  return { held, faults };
}

interface Told {
  readonly kind: string;
  readonly sequence: number;
  readonly occurrence?: string;
  readonly parts?: readonly { readonly sha256?: string }[];
  readonly scope?: string;
  readonly document?: string;
  readonly epoch?: number;
  readonly revision?: number;
  readonly hash?: string;
}

const isAfter = (told: Told, one: CaseDocument): boolean =>
  told.scope === one.scope &&
  told.document === one.document &&
  told.epoch === one.epoch &&
  (told.revision ?? 0) > one.revision;
