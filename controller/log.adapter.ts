import pino from "pino";
import type { Log } from "./log.ts";

export type LogLevel = "error" | "warn" | "info" | "debug" | "silent";

/** JSON lines to a stream (standard error by default), in UTC; secrets are cut out wherever they slip in. */
export function openLog(
  level: LogLevel,
  to: { write(line: string): void } = pino.destination({ fd: 2, sync: true }),
): Log {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [
          "password",
          "token",
          "authorization",
          "cookie",
          "*.password",
          "*.token",
          "*.authorization",
          "*.cookie",
        ],
        censor: "[cut]",
      },
    },
    to,
  );
  return {
    error: (fields, text) => log.error(fields, text),
    warn: (fields, text) => log.warn(fields, text),
    info: (fields, text) => log.info(fields, text),
    debug: (fields, text) => log.debug(fields, text),
  };
}
