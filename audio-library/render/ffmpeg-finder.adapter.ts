import { access, constants, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type Duration, hours, minutes, seconds } from "../../contract/time.ts";
import type { RunChild } from "../child/child.ts";
import { findOnPath } from "../child/find-program.adapter.ts";
import type { Candidate, CodecAbout, CodecFound, Origin } from "./codec.ts";
import { isNewEnough, missingFrom, versionFromLog } from "./codec-log.ts";

/** A way to start ffmpeg: a program, or node with our launcher script in front of the arguments. */
export interface Start {
  readonly program: string;
  readonly before: readonly string[];
  readonly origin: Origin;
}

export interface Found {
  readonly start: Start;
  readonly about: CodecAbout;
}

/** Encodes a second of tone and decodes it again; answers what was wrong, in Vietnamese. */
export type TryOut = (start: Start) => Promise<string | undefined>;

export interface FinderSettings {
  /** VANGXA_FFMPEG */
  readonly operator?: string | undefined;
  /** PATH */
  readonly searchPath: string;
  readonly launcher: string;
  /** File that keeps the results of self-tests over restarts. */
  readonly memory?: string | undefined;
}

const ENCODERS = ["libopus", "flac", "libmp3lame"];
const DECODERS = ["mp3float", "flac", "aac", "vorbis", "libopus", "alac", "pcm_s16le", "pcm_s24le"];
const PATIENCE = seconds(30);
const MOST_OUTPUT = 1_000_000;
/** The npm build keeps whole files in memory and has one thread. */
const longestOf = (origin: Origin): Duration => (origin === "npm" ? minutes(10) : hours(2));

async function listMissing(run: RunChild, start: Start): Promise<string[] | string> {
  const list = async (what: string, wanted: readonly string[]) => {
    const args = [...start.before, "-hide_banner", what];
    const end = await run({ ...start, args, longest: PATIENCE, mostOutput: MOST_OUTPUT });
    if (!end.ok) return end.log;
    return missingFrom(Buffer.from(end.output).toString("utf8"), wanted);
  };
  const [encoders, decoders] = await Promise.all([
    list("-encoders", ENCODERS),
    list("-decoders", DECODERS),
  ]);
  if (typeof encoders === "string" || typeof decoders === "string") return String(encoders);
  return [...encoders, ...decoders];
}

async function versionOf(run: RunChild, start: Start): Promise<string | undefined> {
  const args = [...start.before, "-version"];
  const end = await run({ ...start, args, longest: PATIENCE, mostOutput: MOST_OUTPUT });
  return end.ok ? versionFromLog(Buffer.from(end.output).toString("utf8") + end.log) : undefined;
}

async function selfTest(run: RunChild, start: Start, tryOut: TryOut): Promise<Candidate> {
  const about = { origin: start.origin, program: start.before[0] ?? start.program };
  const version = await versionOf(run, start);
  if (version === undefined) return { ...about, ok: false, why: "không chạy được" };
  if (!isNewEnough(version))
    return { ...about, version, ok: false, why: `bản ${version} quá cũ, cần từ 4.3` };
  const missing = await listMissing(run, start);
  if (typeof missing === "string" || missing.length > 0)
    return { ...about, version, ok: false, why: `thiếu ${[missing].flat().join(", ")}` };
  const why = await tryOut(start);
  return { ...about, version, ok: why === undefined, ...(why === undefined ? {} : { why }) };
}

type Memory = Record<string, Candidate>;

async function recall(path: string | undefined): Promise<Memory> {
  if (path === undefined) return {};
  try {
    return JSON.parse(await readFile(path, "utf8")) as Memory;
  } catch {
    return {};
  }
}

async function remember(path: string | undefined, memory: Memory): Promise<void> {
  if (path === undefined) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(memory));
}

async function starts(settings: FinderSettings): Promise<Start[]> {
  const found: Start[] = [];
  if (settings.operator) found.push({ program: settings.operator, before: [], origin: "operator" });
  const onPath = await findOnPath("ffmpeg", settings.searchPath);
  if (onPath !== undefined) found.push({ program: onPath, before: [], origin: "path" });
  found.push({ program: process.execPath, before: [settings.launcher], origin: "npm" });
  return found;
}

/** Path, size and time of change: a replaced program is tested again. */
async function identity({ program, before }: Start): Promise<string | undefined> {
  const path = before[0] ?? program;
  try {
    await access(path, before.length > 0 ? constants.R_OK : constants.X_OK);
    const { size, mtimeMs } = await stat(path);
    return `${path} ${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}

/** The first candidate that passes its self-test: operator's path, search path, npm. */
export async function findFfmpeg(
  run: RunChild,
  settings: FinderSettings,
  tryOut: TryOut,
): Promise<{ found: Found | undefined; answer: CodecFound }> {
  const memory = await recall(settings.memory);
  const candidates: Candidate[] = [];
  for (const start of await starts(settings)) {
    const { origin, program } = start;
    const id = await identity(start);
    if (id === undefined) {
      candidates.push({
        origin,
        program,
        ok: false,
        why: "không có tệp chạy được ở đường dẫn này",
      });
      continue;
    }
    const known = memory[id];
    const result = known?.ok === true ? known : await selfTest(run, start, tryOut);
    candidates.push(result);
    if (!result.ok) continue;
    if (known !== result) await remember(settings.memory, { ...memory, [id]: result });
    const about = { version: result.version ?? "", origin, longest: longestOf(origin) };
    return { found: { start, about }, answer: { ok: true, about, candidates } };
  }
  const why = "Không tìm thấy ffmpeg dùng được. Hãy cài ffmpeg 4.3 trở lên.";
  return { found: undefined, answer: { ok: false, why, candidates } };
}
