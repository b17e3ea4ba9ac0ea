/** What the command line of the simulated fleet says. */
export interface FleetSettings {
  readonly controller: string;
  readonly agents: number;
  /** Where keys and receipts outlive the program; without it they are gone with it. */
  readonly data?: string;
  /** One for each board, in order; without them a person's log-in makes them. */
  readonly claims: readonly string[];
  readonly claimFile?: string;
  /** Only clusters of this commune; what is missing there is made. */
  readonly commune?: string;
  /** Until Ctrl-C where it is not said. */
  readonly minutes?: number;
  /** Boards that begin in one second. */
  readonly rate: number;
  readonly json: boolean;
}

export type FleetParsed =
  | { readonly ok: true; readonly settings: FleetSettings }
  | { readonly ok: false; readonly code: "help" | "usage"; readonly vi: string };

/** One process opens a socket for each. */
export const MOST_AGENTS = 20_000;

export const fleetUsage = [
  "vangxa fleet-sim --controller URL --agents N [--claim MÃ]... [--claims TỆP] [--commune MÃ_XÃ]",
  "                 [--data THƯ_MỤC] [--minutes PHÚT] [--rate SỐ] [--json]",
  "",
  "  Nhiều thiết bị nhẹ trong một tiến trình, để thử tải: đăng ký thật, MQTT thật, kiểm chữ ký thật, tải âm thanh thật,",
  "  nhưng KHÔNG có loa. Mọi biên nhận bắt đầu, kết thúc đều ghi là mô phỏng; bộ điều khiển không tính là đã phát.",
  "",
  "  --controller  địa chỉ bộ điều khiển, ví dụ http://10.0.0.5:8080",
  `  --agents      số thiết bị, 1 đến ${MOST_AGENTS}`,
  "  --claim       mã đăng ký dùng một lần, mỗi thiết bị một mã; lặp lại được",
  "  --claims      tệp có mỗi dòng một mã đăng ký",
  "                Không có mã: đặt VANGXA_TOKEN, hoặc VANGXA_ADMIN_PASSWORD (và VANGXA_USER, mặc định admin),",
  "                chương trình tự xin mã cho những cụm loa chưa có thiết bị; không thay thiết bị thật.",
  "  --commune     chỉ dùng cụm loa của xã này; thiếu thì tạo cụm mới tên “Mô phỏng …”",
  "  --data        thư mục giữ khoá và sổ biên nhận qua các lần chạy (mặc định: chỉ trong bộ nhớ)",
  "  --minutes     chạy bao lâu rồi tự dừng (mặc định: đến khi bấm Ctrl-C)",
  "  --rate        số thiết bị bắt đầu mỗi giây (mặc định 50)",
  "  --json        cuối cùng in một đối tượng JSON tổng kết",
].join("\n");

const NAMES = [
  "controller",
  "agents",
  "claim",
  "claims",
  "commune",
  "data",
  "minutes",
  "rate",
] as const;
type Name = (typeof NAMES)[number];
const isName = (name: string): name is Name => (NAMES as readonly string[]).includes(name);

/** Options of the verb, without the verb; a fault is told in Vietnamese with the usage. */
export function parseFleet(argv: readonly string[]): FleetParsed {
  const given: Partial<Record<Name, string>> = {};
  const claims: string[] = [];
  let json = false;
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--help" || word === "-h") return { ok: false, code: "help", vi: fleetUsage };
    if (word === "--json") {
      json = true;
      continue;
    }
    const [, name, joined] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (!name || !isName(name)) return wrong(`Không hiểu "${word}".`);
    const value = joined ?? words.shift();
    if (!value) return wrong(`Thiếu giá trị sau --${name}.`);
    if (name === "claim") claims.push(value);
    else given[name] = value;
  }
  return settingsOf(given, claims, json);
}

function settingsOf(
  {
    controller,
    agents,
    claims: claimFile,
    commune,
    data,
    minutes,
    rate,
  }: Partial<Record<Name, string>>,
  claims: readonly string[],
  json: boolean,
): FleetParsed {
  if (!controller || !/^https?:\/\/[^\s/]+/.test(controller))
    return wrong("Thiếu hoặc sai --controller URL (phải bắt đầu bằng http:// hoặc https://).");
  const count = Number(agents);
  if (!Number.isInteger(count) || count < 1 || count > MOST_AGENTS)
    return wrong(`--agents phải là số từ 1 đến ${MOST_AGENTS}.`);
  if (commune !== undefined && !/^\d{5}$/.test(commune))
    return wrong("--commune phải là mã xã 5 chữ số.");
  const long = minutes === undefined ? undefined : Number(minutes);
  if (long !== undefined && !(long > 0 && long <= 44_640))
    return wrong("--minutes phải là số phút lớn hơn 0, nhiều nhất 44640.");
  const pace = Number(rate ?? 50);
  if (!(pace > 0 && pace <= 1_000)) return wrong("--rate phải lớn hơn 0, nhiều nhất 1000.");
  return {
    ok: true,
    settings: {
      controller: controller.replace(/\/+$/, ""),
      agents: count,
      claims,
      ...(claimFile ? { claimFile } : {}),
      ...(commune ? { commune } : {}),
      ...(data ? { data } : {}),
      ...(long === undefined ? {} : { minutes: long }),
      rate: pace,
      json,
    },
  };
}

const wrong = (vi: string): FleetParsed => ({
  ok: false,
  code: "usage",
  vi: `${vi}\n\n${fleetUsage}`,
});
