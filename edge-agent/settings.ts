import type { EarChoice } from "./evidence/ear.ts";

/** What the command line of the agent says. */
export interface AgentSettings {
  readonly data: string;
  readonly controller: string;
  readonly claim?: string;
  readonly sink:
    | { readonly kind: "virtual"; readonly path: string }
    | { readonly kind: "alsa"; readonly device: string };
  readonly listen?: EarChoice;
  /** The microphone at the pole; it sounds only where the signed configuration allows it. */
  readonly input?: { readonly device: string };
  readonly serial?: { readonly path: string; readonly board: string };
  readonly json: boolean;
}

export type Parsed =
  | { readonly ok: true; readonly settings: AgentSettings }
  | { readonly ok: false; readonly code: "help" | "usage"; readonly vi: string };

export const usage = [
  "vangxa agent --data THƯ_MỤC --controller URL [--claim MÃ] [--sink virtual:TỆP.wav|alsa:THIẾT_BỊ]",
  "             [--listen alsa:THIẾT_BỊ|file:TỆP.wav] [--input alsa:THIẾT_BỊ] [--serial CỔNG --board LOẠI] [--json]",
  "",
  "  --data        thư mục giữ khoá, lịch, âm thanh và sổ biên nhận của thiết bị",
  "  --controller  địa chỉ bộ điều khiển, ví dụ http://10.0.0.5:8080",
  "  --claim       mã đăng ký dùng một lần, chỉ cần ở lần chạy đầu",
  "  --sink        nơi phát âm thanh (mặc định: tệp loudspeaker.wav trong thư mục dữ liệu)",
  "  --listen      micro nghe lại tại cụm loa",
  "  --input       micro tại chỗ để nói trực tiếp; chỉ phát khi cấu hình đã ký cho phép",
  "  --serial      cổng nối bo mạch rơ-le; --board chọn loại bo mạch",
  "  --json        in mỗi sự kiện một dòng JSON",
].join("\n");

const KNOWN = [
  "data",
  "controller",
  "claim",
  "sink",
  "listen",
  "input",
  "serial",
  "board",
] as const;
type Name = (typeof KNOWN)[number];
const isKnown = (name: string): name is Name => (KNOWN as readonly string[]).includes(name);

export function parseSettings(argv: readonly string[]): Parsed {
  const given: Partial<Record<Name, string>> = {};
  let json = false;
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--help" || word === "-h") return { ok: false, code: "help", vi: usage };
    if (word === "--json") {
      json = true;
      continue;
    }
    const [, name, joined] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (!name || !isKnown(name)) return wrong(`Không hiểu "${word}".`);
    const value = joined ?? words.shift();
    if (!value) return wrong(`Thiếu giá trị sau --${name}.`);
    given[name] = value;
  }
  return settingsOf(given, json);
}

function settingsOf(given: Partial<Record<Name, string>>, json: boolean): Parsed {
  const { data, controller, claim, listen, input, serial, board } = given;
  if (!data) return wrong("Thiếu --data THƯ_MỤC.");
  if (!controller || !/^https?:\/\/[^\s/]+/.test(controller)) {
    return wrong("Thiếu hoặc sai --controller URL (phải bắt đầu bằng http:// hoặc https://).");
  }
  const sink = sinkOf(given.sink ?? `virtual:${data}/loudspeaker.wav`);
  if (!sink) return wrong("--sink phải là virtual:TỆP.wav hoặc alsa:THIẾT_BỊ.");
  const ear = listen === undefined ? undefined : earOf(listen);
  if (listen !== undefined && !ear)
    return wrong("--listen phải là alsa:THIẾT_BỊ hoặc file:TỆP.wav.");
  const device = /^alsa:(.+)$/s.exec(input ?? "")?.[1];
  if (input !== undefined && !device) return wrong("--input phải là alsa:THIẾT_BỊ.");
  if (serial && !board) return wrong("--serial cần thêm --board LOẠI.");
  return {
    ok: true,
    settings: {
      data,
      controller: controller.replace(/\/+$/, ""),
      ...(claim ? { claim } : {}),
      sink,
      ...(ear ? { listen: ear } : {}),
      ...(device ? { input: { device } } : {}),
      ...(serial && board ? { serial: { path: serial, board } } : {}),
      json,
    },
  };
}

function sinkOf(text: string): AgentSettings["sink"] | undefined {
  const [, kind, rest] = /^(virtual|alsa):(.+)$/s.exec(text) ?? [];
  if (!kind || !rest) return undefined;
  return kind === "virtual" ? { kind, path: rest } : { kind: "alsa", device: rest };
}

function earOf(text: string): EarChoice | undefined {
  const [, kind, rest] = /^(file|alsa):(.+)$/s.exec(text) ?? [];
  if (!kind || !rest) return undefined;
  return kind === "file" ? { kind, path: rest } : { kind: "alsa", device: rest };
}

const wrong = (vi: string): Parsed => ({ ok: false, code: "usage", vi: `${vi}\n\n${usage}` });
