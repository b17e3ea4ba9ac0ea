import type { ReceiptBatch } from "../../contract/receipt.ts";

/** A batch with the JWS that it came in, where that is known. */
export type SealedBatch = ReceiptBatch & { readonly seal?: string };

const KNOWN: readonly string[] = ["kind", "agent", "boot", "first", "previous", "receipts"];

/** The envelope around receipts that lie in the store already. */
export type Envelope = Pick<ReceiptBatch, "agent" | "boot" | "first" | "previous">;

export interface SealRow {
  readonly first: number;
  readonly last: number;
  readonly previous: string;
  readonly seal: string;
}

/** The payload of a batch, made again from its envelope and the exact texts of its receipts. */
export const payloadOf = (
  { agent, boot, first, previous }: Envelope,
  bodies: readonly string[],
): string =>
  `{"kind":"receipts","agent":${JSON.stringify(agent)},"boot":${JSON.stringify(boot)},` +
  `"first":${first},"previous":${JSON.stringify(previous)},"receipts":[${bodies.join(",")}]}`;

/**
 * What is kept of a batch's JWS: header and signature with the payload left out (RFC 7515, appendix F), because the receipts are
 * stored word for word. Only a batch with fields that we do not know is kept whole.
 */
export function sealOf(batch: ReceiptBatch, jws: string): string {
  const names = Object.keys(batch);
  // With these members in this order the text is the one that `payloadOf` makes; writing it again to compare costs a third of a turn.
  if (names.length !== KNOWN.length || !names.every((name, at) => name === KNOWN[at])) return jws;
  const [header, , signature] = jws.split(".");
  return `${header}..${signature}`;
}

/** The whole JWS again. `base64` is the URL-safe one, without padding. */
export function openSeal(
  seal: string,
  payload: string,
  base64: (bytes: Uint8Array) => string,
): string {
  const [header, kept, signature] = seal.split(".");
  return kept === "" ? `${header}.${base64(new TextEncoder().encode(payload))}.${signature}` : seal;
}
