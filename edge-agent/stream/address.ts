/** What an address is made of, as the adapter's URL parser says it. */
export interface Address {
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
}

const isHttp = ({ protocol }: Address): boolean => protocol === "http:" || protocol === "https:";

/**
 * Whether a board may go on to `target`, where `from` sends it (a redirect, a segment of a playlist): only to a host that a signed
 * source names, and never from https back to http. Whoever takes over a station's server cannot point boards elsewhere.
 */
export function mayFollow(from: Address, target: Address, signed: readonly Address[]): boolean {
  if (!isHttp(target) || target.username !== "" || target.password !== "") return false;
  if (from.protocol === "https:" && target.protocol === "http:") return false;
  if (signed.some(({ protocol, host }) => protocol === target.protocol && host === target.host)) {
    return true;
  }
  // The usual step of a server to its own https.
  return (
    target.protocol === "https:" && signed.some(({ hostname }) => hostname === target.hostname)
  );
}
