import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createAudioLibrary } from "../audio-library/app.ts";
import { readStarter } from "../audio-library/seed/starter.adapter.ts";
import { liveEncoders } from "../audio-library/streams/live-encoder.adapter.ts";
import { findingLines, findingsJson, isWell } from "../firmware-config/findings.ts";
import { openPasswords } from "./access/password.adapter.ts";
import { nodeSecrets } from "./access/secrets.adapter.ts";
import { createController, type Started } from "./app.ts";
import { systemClock, systemTimers } from "./clock.adapter.ts";
import type { Foundation } from "./compose-people.ts";
import { checkCaseFiles, checkDatabase, recountDatabase } from "./compose-verify.ts";
import { parseSettings, type Settings } from "./config.ts";
import { keyFolder } from "./dispatch/keys.adapter.ts";
import { examine } from "./doctor.adapter.ts";
import { readSheet } from "./fleet/sheet.adapter.ts";
import { openMetrics } from "./http/metrics.adapter.ts";
import { openWebFiles } from "./http/web-files.adapter.ts";
import { base64, newId } from "./ids.adapter.ts";
import { jwsVerifier } from "./link/jws.adapter.ts";
import { newStreamKey } from "./live/keys.adapter.ts";
import { spoolFolder } from "./live/spool.adapter.ts";
import { openLog } from "./log.adapter.ts";
import type { Log } from "./log.ts";
import { nodeMachinery } from "./machinery.adapter.ts";
import { ledgerThread } from "./playlog/ledger-thread.adapter.ts";
import { caseLines, outsideOf, verificationLines, verifyHelp } from "./playlog/verify-text.ts";
import { recountHelp, recountLines } from "./reach/recount-text.ts";
import { drawers } from "./report/drawers.adapter.ts";
import { relayListener } from "./schedule/relay-listen.adapter.ts";
import { sha256Of } from "./sha256.adapter.ts";
import { backupFolder } from "./store/backup.adapter.ts";
import { openStore, openToRead, quickCheck } from "./store/sqlite.adapter.ts";
import { cronWake } from "./tick.adapter.ts";
import { unzip, zip } from "./zip.adapter.ts";

export const VERSION = "0.1.0";
/** Milliseconds that a clean stop may take; after that the work is cut, which every part is made to survive. */
const STOP_WITHIN = 10_000;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The process as far as a program needs it. */
export interface Host {
  /** One line for whoever started the program, on standard output. */
  print(line: string): void;
  /** Resolves when the program is told to end. */
  readonly told: Promise<void>;
}

/** The time that the program lives in; an accelerated run brings another. */
export type Clockwork = Pick<Foundation, "clock" | "timers">;
const realTime: Clockwork = { clock: systemClock, timers: systemTimers };

/** Runs until it is told to stop; the answer is the exit code. */
export async function runController(
  argv: readonly string[],
  env: Environment,
  host: Host,
  time: Clockwork = realTime,
): Promise<number> {
  const parsed = parseSettings(argv, env);
  if (!parsed.ok) {
    host.print(parsed.vi);
    return parsed.code === "help" ? 0 : 2;
  }
  const { settings } = parsed;
  const log = openLog(settings.logLevel);
  try {
    return await run(settings, env, host, log, time);
  } catch (error) {
    log.error({ error: error instanceof Error ? error.stack : String(error) }, "cannot run");
    const vi = error instanceof Error ? error.message : String(error);
    host.print(settings.json ? JSON.stringify({ event: "error", vi }) : `Không chạy được: ${vi}`);
    return 1;
  }
}

async function run(
  settings: Settings,
  env: Environment,
  host: Host,
  log: Log,
  time: Clockwork,
): Promise<number> {
  const { data } = settings;
  // The keys and the database are for this user only.
  await mkdir(data, { recursive: true, mode: 0o700 });
  const file = join(data, "vangxa.db");
  const onTrouble = (trouble: string, error: unknown): void =>
    log.error({ trouble, error: String(error) }, "the database");
  const store = await openStore({ file, ballast: 16 * 1_048_576, onTrouble });
  const ledger = ledgerThread({
    file,
    alone: store.alone,
    onTrouble: (trouble, why) => {
      if (trouble === "disk-failed") store.distrust(new Error(why));
      onTrouble(trouble, why);
    },
  });
  const audio = await createAudioLibrary({ folder: join(data, "audio"), environment: env });
  const controller = await createController({
    settings,
    version: VERSION,
    machinery: { ...(await nodeMachinery(settings)), ledger },
    wake: cronWake(),
    backups: backupFolder(file, join(data, "backups")),
    liveParts: {
      newKey: newStreamKey,
      encoder: liveEncoders(env),
      spool: await spoolFolder(join(data, "live")),
    },
    listen: relayListener(audio.codec),
    web: await openWebFiles(fileURLToPath(new URL("./web/dist", import.meta.url))),
    base: {
      db: store.db,
      ...time,
      log,
      metrics: openMetrics(),
      secrets: nodeSecrets,
      passwords: await openPasswords(),
      hash: sha256Of,
      newId,
      base64,
      readSheet,
      audio: audio.library,
      files: audio.store,
      readStarter,
      drawers,
      zip,
    },
  });
  try {
    const started = await controller.start();
    announce(settings, host, started);
    await host.told;
    return 0;
  } finally {
    await within(STOP_WITHIN, controller.stop());
    await ledger.stop();
    await store.close();
  }
}

function announce(settings: Settings, host: Host, { http, mqtt, madePassword }: Started): void {
  if (settings.json) {
    const password = madePassword === undefined ? {} : { adminPassword: madePassword };
    host.print(JSON.stringify({ event: "ready", http, mqtt, ...password }));
    return;
  }
  host.print(`Vang Xa đang chạy tại ${http}`);
  if (madePassword !== undefined) {
    host.print(`Tài khoản quản trị: admin, mật khẩu: ${madePassword} (chỉ hiện một lần này).`);
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((go) => {
    timer = setTimeout(go, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** The program as `vangxa controller` starts it. */
export async function controllerMain(argv: readonly string[]): Promise<number> {
  const told = new Promise<void>((go) => {
    process.once("SIGTERM", () => go());
    process.once("SIGINT", () => go());
  });
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  return runController(argv, process.env, { print, told });
}

/** `vangxa doctor controller`: the settings are those of `vangxa controller`. */
export async function doctorMain(argv: readonly string[]): Promise<number> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const parsed = parseSettings(argv, process.env);
  if (!parsed.ok) {
    print(parsed.vi);
    return parsed.code === "help" ? 0 : 2;
  }
  const findings = await examine(parsed.settings, {
    quickCheck,
    programs: (folder) => createAudioLibrary({ folder, environment: process.env }),
  });
  if (parsed.settings.json) print(findingsJson(findings));
  else for (const line of findingLines(findings)) print(line);
  return isWell(findings) ? 0 : 1;
}

/** `vangxa verify`: reads files, writes none, needs no running controller. */
export async function verifyMain(argv: readonly string[]): Promise<number> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  let given: ReturnType<typeof verifyArguments>;
  try {
    given = verifyArguments(argv);
  } catch (error) {
    print(`${error instanceof Error ? error.message : error}\n\n${verifyHelp}`);
    return 2;
  }
  const { data, head, key, json, help } = given;
  const folder = given.case;
  if (help || (data === undefined) === (folder === undefined)) {
    print(verifyHelp);
    return help ? 0 : 2;
  }
  try {
    const found =
      folder === undefined ? await checkData(data ?? "", head, key) : await caseIn(folder, key);
    if (json) print(JSON.stringify(found.result));
    else for (const line of found.lines) print(line);
    return found.result.ok ? 0 : 1;
  } catch (error) {
    const vi = error instanceof Error ? error.message : String(error);
    print(json ? JSON.stringify({ ok: false, code: "unreadable", vi }) : `Không đọc được: ${vi}`);
    return 1;
  }
}

const verifyArguments = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    options: {
      data: { type: "string" },
      head: { type: "string" },
      case: { type: "string" },
      key: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  }).values;

async function checkData(data: string, head: string | undefined, pinned: string | undefined) {
  const store = await openToRead(join(data, "vangxa.db"));
  try {
    const outside = head === undefined ? undefined : outsideOf(await readFile(head, "utf8"));
    if (head !== undefined && !outside) throw new Error(`${head} không phải là một đầu nhật ký.`);
    const keys = await (await keyFolder(join(data, "keys"))).load();
    const checks = {
      db: store.db,
      hash: sha256Of,
      hashBytes: sha256Of,
      base64Url: (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url"),
      verify: jwsVerifier(),
      rootKey: () => pinned ?? keys.find(({ place }) => place === "root")?.x,
    };
    const result = await checkDatabase(checks, systemClock, outside);
    return { result, lines: verificationLines(result) };
  } finally {
    await store.close();
  }
}

async function caseIn(path: string, pinned: string | undefined) {
  const files = (await stat(path)).isDirectory()
    ? await filesUnder(path)
    : unzip(await readFile(path));
  const result = await checkCaseFiles(
    { hashBytes: sha256Of, verify: jwsVerifier() },
    files,
    pinned,
  );
  return { result, lines: caseLines(result) };
}

async function filesUnder(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).replaceAll("\\", "/"), await readFile(path));
  }
  return files;
}

/** `vangxa recount`: counts the roll-ups again from the rows of the play log. */
export async function recountMain(argv: readonly string[]): Promise<number> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const boolean = { type: "boolean" } as const;
  const options = {
    data: { type: "string" },
    repair: boolean,
    json: boolean,
    help: boolean,
  } as const;
  try {
    const { data, repair = false, json, help } = parseArgs({ args: [...argv], options }).values;
    if (help || data === undefined) {
      print(recountHelp);
      return help ? 0 : 2;
    }
    return await recount(join(data, "vangxa.db"), repair, json === true, print);
  } catch (error) {
    print(`${error instanceof Error ? error.message : error}\n\n${recountHelp}`);
    return 2;
  }
}

async function recount(
  file: string,
  repair: boolean,
  json: boolean,
  print: (line: string) => void,
): Promise<number> {
  try {
    const store = await openToRead(file);
    const differences = await recountDatabase(store.db);
    await store.close();
    const repaired = repair && differences.length > 0;
    if (repaired) {
      const open = await openStore({ file });
      await recountDatabase(open.db, { repair });
      await open.close();
    }
    if (json) print(JSON.stringify({ ok: differences.length === 0, differences, repaired }));
    else for (const line of recountLines(differences, repaired)) print(line);
    return differences.length === 0 ? 0 : 1;
  } catch (error) {
    print(`Không đọc được: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
}
