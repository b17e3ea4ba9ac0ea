/** A route as it was registered, `/api/messages/:id`. */
export interface KnownRoute {
  readonly method: string;
  readonly url: string;
  /** Its schemas by part: `body`, `querystring`, `params`, `headers`. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
}

const matches = (pattern: string, path: string): boolean => {
  const [want, have] = [pattern.split("/"), path.split("/")];
  if (pattern.endsWith("*")) return path.startsWith(pattern.slice(0, -1));
  return (
    want.length === have.length &&
    want.every((part, at) => (part.startsWith(":") ? have[at] !== "" : part === have[at]))
  );
};

/** The methods that a path does take; empty = there is no such path. */
export function methodsOf(routes: readonly KnownRoute[], path: string): string[] {
  const found = routes.filter((route) => matches(route.url, path)).map((route) => route.method);
  return [...new Set(found)].sort();
}
