import { type AgentSettings, parseSettings } from "../settings.ts";

/** What `vangxa doctor` on a board is asked. */
export interface DoctorAsk {
  readonly settings: AgentSettings;
  /** Nothing sounds: the loudspeaker is opened by nobody, the relay stays open. */
  readonly quiet: boolean;
  /** Minutes of street that are recorded in memory to calibrate the microphone; 0 = not. */
  readonly calibrate: number;
}

export type DoctorParsed =
  | { readonly ok: true; readonly ask: DoctorAsk }
  | { readonly ok: false; readonly code: "help" | "usage"; readonly vi: string };

export const doctorUsage = [
  "vangxa doctor agent --data THƯ_MỤC --controller URL [--sink …] [--listen …] [--serial CỔNG --board LOẠI]",
  "                    [--quiet] [--calibrate PHÚT] [--json]",
  "vangxa doctor controller --data THƯ_MỤC [--http ĐỊA_CHỈ:CỔNG] [--mqtt ĐỊA_CHỈ:CỔNG | --broker URL] [--json]",
  "",
  "Kiểm tra máy này có chạy được thiết bị (agent) hay bộ điều khiển (controller) không. Không đổi gì trong lịch, sổ, khoá.",
  "Tuỳ chọn của agent như lệnh vangxa agent; nên dừng thiết bị trước, vì loa và micro chỉ một chương trình dùng được.",
  "",
  "  --quiet       không phát âm thử, không đóng rơ-le",
  "  --calibrate   nghe đường phố bấy nhiêu phút (1-30) và đặt ngưỡng nhận âm riêng cho micro này;",
  "                cần khoảng mười bản tin trong bộ nhớ đệm; chỉ giữ các con số, không giữ bản ghi",
  "  --json        in kết quả là một đối tượng JSON",
  "",
  "Mã thoát: 0 = không thấy lỗi, 1 = có lỗi, 2 = dùng lệnh sai.",
].join("\n");

const LONGEST = 30;

export function parseDoctor(argv: readonly string[]): DoctorParsed {
  if (argv.includes("--help")) return { ok: false, code: "help", vi: doctorUsage };
  const words = [...argv];
  const quiet = take(words, "--quiet", 1) !== undefined;
  const minutes = take(words, "--calibrate", 2);
  const calibrate = Number(minutes?.[1] ?? 0);
  if (minutes && !(calibrate >= 1 && calibrate <= LONGEST))
    return wrong("--calibrate là số phút từ 1 đến 30.");
  const parsed = parseSettings(words);
  if (!parsed.ok) return wrong(parsed.vi.split("\n")[0] as string);
  if (minutes && !parsed.settings.listen) return wrong("--calibrate cần thêm --listen.");
  return { ok: true, ask: { settings: parsed.settings, quiet, calibrate } };
}

function take(words: string[], name: string, count: number): string[] | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, count);
}

const wrong = (vi: string): DoctorParsed => ({
  ok: false,
  code: "usage",
  vi: `${vi}\n\n${doctorUsage}`,
});
