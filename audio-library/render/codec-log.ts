import type { Probe } from "./codec.ts";

const clock = (match: RegExpExecArray): number =>
  Number(match[1]) * 3_600 + Number(match[2]) * 60 + Number(match[3]);

/** Reads what ffmpeg prints about its first input. */
export function probeFromLog(log: string): Probe | undefined {
  const input = /^Input #0, (.+), from '/m.exec(log);
  if (input === null) return undefined;
  const about = log.slice(input.index);
  const length = /^ {2}Duration: (\d+):(\d+):(\d+(?:\.\d+)?)/m.exec(about);
  const streams = about.matchAll(/^ {2}Stream #0:\d+[^:]*: Audio: ([a-z0-9_]+)/gm);
  return {
    container: input[1] as string,
    ...(length === null ? {} : { seconds: clock(length) }),
    audio: [...streams].map((match) => ({ codec: match[1] as string })),
  };
}

/** "ffmpeg version 5.1.9-0+deb12u1 Copyright" or "ffmpeg version n5.1.4-…". */
export function versionFromLog(log: string): string | undefined {
  return /^ffmpeg version (\S+)/m.exec(log)?.[1];
}

/** A build from a repository has no number and is taken as new. */
export function isNewEnough(version: string): boolean {
  const match = /^n?(\d+)\.(\d+)/.exec(version);
  if (match === null) return /^(N-|git-)/.test(version);
  const major = Number(match[1]);
  return major > 4 || (major === 4 && Number(match[2]) >= 3);
}

/** The wanted names that a list of encoders or decoders lacks. */
export function missingFrom(listing: string, wanted: readonly string[]): string[] {
  const listed = new Set([...listing.matchAll(/^ [A-Z.]{6} (\S+)/gm)].map((match) => match[1]));
  return wanted.filter((name) => !listed.has(name));
}
