import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeAgent } from "../bin/bundle.ts";
import { connectApi } from "./api.adapter.ts";
import { startChild } from "./children.adapter.ts";
import { runDemo } from "./demo.service.ts";
import { passage } from "./passage.ts";
import type { DemoDeps } from "./shapes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const START = 60_000;

export const demoHelp = `vangxa demo [--once] [--json] [--data DIR]

Chạy trọn một vòng trên máy này: văn bản → giọng đọc → kế hoạch đã ký qua MQTT → ba thiết bị → loa ảo → biên nhận → tiếp cận.
  --once   dừng khi xong; mã thoát 0 chỉ khi mọi kết quả là "played"
  --json   dòng cuối cùng là một đối tượng JSON
  --data   thư mục dữ liệu mới (mặc định: một thư mục tạm)`;

export async function demoMain(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      once: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      data: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${demoHelp}\n`);
    return 0;
  }
  // With --json, stdout is for programs: people read along on stderr.
  const out = values.json ? process.stderr : process.stdout;
  const dataDir = values.data
    ? resolve(values.data)
    : await mkdtemp(join(tmpdir(), "vangxa-demo-"));
  await mkdir(dataDir, { recursive: true });
  const running = await runDemo(await depsOf(dataDir, out));
  const { result, logins } = running;
  if (!values.once) {
    out.write(
      [
        `\nMở trình duyệt tại ${result.http}/?user=admin`,
        ...logins.map(
          ({ username, password }) => `  tài khoản ${username.padEnd(6)} mật khẩu ${password}`,
        ),
        "Người viết không tự duyệt: viết bằng tài khoản này thì duyệt bằng tài khoản kia. Ctrl-C để dừng.\n",
      ].join("\n"),
    );
    if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    await new Promise<void>((go) => {
      process.once("SIGINT", () => go());
      process.once("SIGTERM", () => go());
    });
  }
  await running.stop();
  if (values.once && values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  return result.ok ? 0 : 1;
}

async function depsOf(dataDir: string, out: NodeJS.WriteStream): Promise<DemoDeps> {
  const agentFile = await writeAgent();
  const password = randomBytes(12).toString("base64url");
  return {
    dataDir,
    text: await readText(),
    say: (line) => out.write(`${line}\n`),
    draw: drawer(out),
    monotonic: () => performance.now(),
    now: () => Date.now(),
    instantOf: (iso) => Date.parse(iso),
    wait: (ms) => new Promise((go) => setTimeout(go, ms)),
    connect: (base) => connectApi(base),
    newPassword: () => randomBytes(12).toString("base64url"),
    startController: async () => {
      const child = startChild(
        "controller",
        [
          join(root, "bin/vangxa.mjs"),
          "controller",
          "--data",
          join(dataDir, "controller"),
          "--http",
          "127.0.0.1:0",
          "--mqtt",
          "127.0.0.1:0",
          "--json",
        ],
        { ...process.env, VANGXA_ADMIN_PASSWORD: password },
      );
      const ready = await child.waitFor((said) => said["event"] === "ready", START);
      return { child, http: String(ready["http"]), password };
    },
    startAgent: async (cluster, controller, claim, wav) => {
      const child = startChild(
        cluster,
        [
          agentFile,
          "--data",
          join(dataDir, cluster),
          "--controller",
          controller,
          "--claim",
          claim,
          "--sink",
          `virtual:${wav}`,
          "--json",
        ],
        process.env,
      );
      await child.waitFor((said) => said["event"] === "enrolled", START);
      return child;
    },
  };
}

/** A real official text where one lies beside the project, else the bulletin that comes with it. */
async function readText(): Promise<DemoDeps["text"]> {
  const official = join(root, "../shared/input/ke-hoach-so-khcn-quang-ngai.txt");
  if (existsSync(official)) {
    const body = passage(await readFile(official, "utf8"));
    if (body !== undefined) return { body, from: "trích kế hoạch của Sở KH&CN" };
  }
  const bundled = join(root, "audio-library/seed/vie/quan-diem.txt");
  return { body: await readFile(bundled, "utf8"), from: "bản tin mẫu đi kèm" };
}

function drawer(out: NodeJS.WriteStream): DemoDeps["draw"] {
  let drawn = 0;
  let last: readonly string[] = [];
  return (lines) => {
    if (out.isTTY) {
      if (drawn > 0) out.write(`\u001B[${drawn}A`);
      for (const line of lines) out.write(`\u001B[2K${line}\n`);
      drawn = lines.length;
      return;
    }
    const state = (line: string | undefined) => line?.replace(/\[.*\]/, "");
    lines.forEach((line, at) => {
      if (state(line) !== state(last[at])) out.write(`${line}\n`);
    });
    last = lines;
  };
}
