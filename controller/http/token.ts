/** A request as far as its log-in goes; Fastify's with @fastify/cookie fits. */
export interface Bearing {
  readonly protocol: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly cookies: Readonly<Record<string, string | undefined>>;
}

/** Under TLS the prefix makes browsers refuse the cookie from a neighbour host or over plain HTTP. */
export const sessionCookie = (protocol: string): string =>
  protocol === "https" ? "__Host-vangxa" : "vangxa";

/** Remembers that this device has logged in before, for the limit on guesses. */
export const deviceCookie = (protocol: string): string =>
  protocol === "https" ? "__Host-vangxa-device" : "vangxa-device";

export interface Token {
  readonly value: string;
  readonly from: "bearer" | "cookie";
}

/** The token that a request carries; a header goes before a cookie. */
export function tokenOf({ protocol, headers, cookies }: Bearing): Token | undefined {
  const header = headers["authorization"];
  const bearer = /^Bearer ([\w-]{20,200})$/i.exec(typeof header === "string" ? header : "")?.[1];
  if (bearer !== undefined) return { value: bearer, from: "bearer" };
  const cookie = cookies[sessionCookie(protocol)];
  return cookie === undefined ? undefined : { value: cookie, from: "cookie" };
}
