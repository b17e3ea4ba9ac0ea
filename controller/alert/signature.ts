/** `typ` of an alert's signature, so that no other signature of the same key can pass for one. */
export const ALERT_TYPE = "vangxa-alert+jws";

const DETACHED = /^([A-Za-z0-9_-]{10,1000})\.\.([A-Za-z0-9_-]{80,200})$/;

/**
 * A detached JWS (RFC 7515, appendix F) with its payload put back. The exact bytes are signed, so there is no XML to
 * canonicalise and no second element to wrap: the two things that XML signatures are attacked with.
 */
export function attached(detached: string, payload: string): string | undefined {
  const parts = DETACHED.exec(detached);
  if (!parts) return undefined;
  const body = payload.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `${parts[1]}.${body}.${parts[2]}`;
}
