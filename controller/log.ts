/**
 * Structured log. `error`: someone must look. `warn`: something was refused or lost and the program goes on. `info`: what an
 * operator wants to read back. Never a token, a password or an uploaded text.
 */
export interface Log {
  error(fields: Readonly<Record<string, unknown>>, text: string): void;
  warn(fields: Readonly<Record<string, unknown>>, text: string): void;
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
  debug(fields: Readonly<Record<string, unknown>>, text: string): void;
}

export const silent: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};
