import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Check } from "typebox/value";
import { BoardProfile } from "./board.ts";
import { boards } from "./boards.ts";
import { filesFor, isPlain, type Provision } from "./provision.ts";

const help = [
  "vangxa provision --out THƯ_MỤC --controller URL --claim MÃ [--sink alsa:THIẾT_BỊ] [--listen alsa:THIẾT_BỊ]",
  "                 [--serial CỔNG --board LOẠI] [--json]",
  "",
  "Viết các tệp cài đặt của một thiết bị: dịch vụ systemd, mã đăng ký, bo mạch, cách đấu dây, install.sh.",
  "",
  "  --out         thư mục mới cho các tệp; tệp đã có thì không ghi đè",
  "  --controller  địa chỉ bộ điều khiển mà thiết bị nối tới",
  "  --claim       mã đăng ký dùng một lần (trang Cụm loa của bộ điều khiển)",
  "  --sink        nơi phát (mặc định alsa:default)",
  "  --listen      micro nghe lại; --serial và --board: rơ-le, đồng hồ điện",
  "  --json        in kết quả là một đối tượng JSON",
].join("\n");

type Asked = { ok: true; board: Provision; out: string } | { ok: false; code: string; vi: string };

/** `vangxa provision`; the answer is the exit code. */
export async function provisionMain(
  argv: readonly string[],
  print: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): Promise<number> {
  if (argv.includes("--help")) {
    print(help);
    return 0;
  }
  const json = argv.includes("--json");
  const asked = await askedFor(argv);
  const done = asked.ok ? await write(asked.out, asked.board) : asked;
  if (json) print(JSON.stringify(done));
  else if (done.ok)
    print(
      `Đã viết ${done.files.join(", ")} vào ${done.out}.\nChép thêm dist/agent.mjs vào đó, đưa sang bo mạch, chạy sh install.sh.`,
    );
  else print(`[${done.code}] ${done.vi}${done.code === "usage" ? `\n\n${help}` : ""}`);
  if (done.ok) return 0;
  return done.code === "usage" ? 2 : 1;
}

const no = (code: string, vi: string) => ({ ok: false, code, vi }) as const;

const text = { type: "string" } as const;
const known = {
  out: text,
  controller: text,
  claim: text,
  sink: text,
  listen: text,
  serial: text,
  board: text,
  json: { type: "boolean" },
} as const;

async function askedFor(argv: readonly string[]): Promise<Asked> {
  let given: ReturnType<typeof parse>;
  try {
    given = parse(argv);
  } catch (error) {
    return no("usage", `Không hiểu lệnh: ${(error as Error).message}`);
  }
  const { out, controller, claim, sink = "alsa:default", listen, serial, board } = given;
  if (!out || !claim) return no("usage", "Thiếu --out THƯ_MỤC hoặc --claim MÃ.");
  if (!controller || !/^https?:\/\/[^\s/]+/.test(controller))
    return no("usage", "Thiếu hoặc sai --controller URL.");
  if ((serial === undefined) !== (board === undefined))
    return no("usage", "--serial và --board đi cùng nhau.");
  const odd = [controller, claim, sink, listen, serial].find((one) => one && !isPlain(one));
  if (odd) return no("usage", `Giá trị có ký tự lạ: ${odd}`);
  const common = { controller, claim, sink, listen };
  if (serial === undefined) return { ok: true, out, board: common };
  const profile = await profileOf(String(board));
  if (profile) return { ok: true, out, board: { ...common, serial: { path: serial, profile } } };
  const names = Object.keys(boards).join(", ");
  return no("board-unknown", `Không biết loại bo mạch "${board}". Chọn: ${names}, hoặc tệp .json.`);
}

const parse = (argv: readonly string[]) => parseArgs({ args: [...argv], options: known }).values;

async function profileOf(name: string): Promise<BoardProfile | undefined> {
  if (Object.hasOwn(boards, name)) return boards[name];
  try {
    const read: unknown = JSON.parse(await readFile(name, "utf8"));
    return Check(BoardProfile, read) ? read : undefined;
  } catch {
    return undefined;
  }
}

async function write(out: string, board: Provision) {
  const files = filesFor(board);
  try {
    await mkdir(out, { recursive: true, mode: 0o700 });
    for (const { name, mode, text: content } of files) {
      const file = await open(join(out, name), "wx", mode);
      try {
        await file.chmod(mode);
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      return no(
        "exists",
        `Trong ${out} đã có tệp cài đặt. Chọn thư mục khác, hoặc xoá các tệp cũ.`,
      );
    return no("unwritable", `Không ghi được vào ${out}: ${(error as Error).message}`);
  }
  return { ok: true, out, files: files.map(({ name }) => name) } as const;
}
