import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Codec } from "../audio-library/render/codec.ts";
import type { Speech } from "../audio-library/speech/speech.ts";
import { bad, type Finding, good, skipped } from "../firmware-config/findings.ts";
import {
  checkBroker,
  checkClock,
  checkData,
  checkNode,
} from "../firmware-config/machine-checks.adapter.ts";
import type { Address, Settings } from "./config.ts";

/** What only the composition knows. */
export interface DoctorTools {
  readonly quickCheck: (file: string) => Promise<{ version: number; said: string }>;
  /** The programs that make sound; `folder` is for what they leave. */
  readonly programs: (
    folder: string,
  ) => Promise<{ readonly codec: Codec; readonly engines: readonly [Speech, ...Speech[]] }>;
}

/** What a machine lacks to run a controller with these settings. Writes nothing that stays. */
export async function examine(
  settings: Settings,
  { quickCheck, programs }: DoctorTools,
): Promise<readonly Finding[]> {
  const { data, broker, http, mqtt } = settings;
  return [
    checkNode(process.version),
    ...(await checkData(data)),
    checkClock(Date.now()),
    await checkKeys(join(data, "keys")),
    await checkDatabase(join(data, "vangxa.db"), quickCheck),
    await checkPort("http", http),
    broker === undefined ? await checkPort("broker", mqtt) : await checkBroker(broker),
    ...(await checkPrograms(programs)),
  ];
}

async function checkKeys(folder: string): Promise<Finding> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".jwk"));
  if (names.length === 0)
    return skipped("keys", "no-keys", "Chưa có khoá; lần chạy đầu sẽ tạo khoá ký.");
  const open: string[] = [];
  for (const name of names) if ((await stat(join(folder, name))).mode & 0o077) open.push(name);
  return open.length === 0
    ? good("keys", `${names.length} khoá, chỉ chủ đọc được.`, { keys: names.length })
    : bad("keys", "keys-open", `Người khác đọc được: ${open.join(", ")}.`, {
        todo: `chmod 600 ${open.map((name) => join(folder, name)).join(" ")}`,
      });
}

async function checkDatabase(
  file: string,
  quickCheck: DoctorTools["quickCheck"],
): Promise<Finding> {
  if (!(await stat(file).catch(() => undefined)))
    return skipped("database", "no-database", "Chưa có cơ sở dữ liệu; lần chạy đầu sẽ tạo.");
  const { version, said } = await quickCheck(file).catch((error: unknown) => ({
    version: 0,
    said: String(error),
  }));
  if (said === "ok") return good("database", "Cơ sở dữ liệu lành.", { version });
  return bad("database", "database-damaged", `Cơ sở dữ liệu hỏng: ${said}.`, {
    todo: "Dừng bộ điều khiển, giữ tệp hỏng, đưa bản sao lưu gần nhất vào chỗ cũ.",
  });
}

/** A port that somebody answers on (a running controller), or that is free to listen on. */
async function checkPort(check: "http" | "broker", { host, port }: Address): Promise<Finding> {
  const at = `${host}:${port}`;
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return good(check, `${at} còn trống, lắng nghe được.`);
  if (code === "EADDRINUSE" && (await checkBroker(`mqtt://${host}:${port}`)).state === "good")
    return good(check, `${at} đang có chương trình trả lời (bộ điều khiển đang chạy?).`);
  return bad(check, `${check}-port`, `Không lắng nghe được ở ${at} (${code}).`, {
    todo: "Chọn địa chỉ, cổng khác, hoặc cổng từ 1024 trở lên.",
  });
}

async function checkPrograms(programs: DoctorTools["programs"]): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-doctor-"));
  try {
    const { codec, engines } = await programs(folder);
    const [found, voice] = await Promise.all([codec.find(), engines[0].probe()]);
    return [
      found.ok
        ? good("codec", `ffmpeg ${found.about.version} (${found.about.origin}).`)
        : bad("codec", "no-codec", `Không có ffmpeg dùng được: ${found.why}`, {
            todo: "apt install ffmpeg, hoặc chạy lại npm install.",
          }),
      voice.ok
        ? good("voice", `Giọng đọc ${engines[0].id} ${voice.version}.`)
        : bad("voice", "no-voice", voice.why, {
            todo: "apt install espeak-ng, hoặc chạy lại npm install.",
          }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
