/** The parts of a request that tell where a browser sent it from. */
export interface FromWhere {
  readonly method: string;
  /** The host that the browser asked for. */
  readonly host: string;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`; every browser that we support sends it or `Origin` with a change. */
  readonly site: string | undefined;
  /** A program with its own token: no browser adds that header by itself. */
  readonly bearer: boolean;
}

const harmless = ["GET", "HEAD", "OPTIONS"];

/** Whether another site's page made somebody's browser send this change. */
export function isForeign({ method, host, origin, site, bearer }: FromWhere): boolean {
  if (bearer || harmless.includes(method)) return false;
  if (origin !== undefined) return hostOf(origin) !== host.toLowerCase();
  return site !== undefined && site !== "same-origin" && site !== "none";
}

const hostOf = (origin: string): string | undefined =>
  /^https?:\/\/([^/?#@\s]+)$/i.exec(origin)?.[1]?.toLowerCase();
