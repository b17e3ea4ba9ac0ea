import { nearest } from "./nearest.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Everything that an operator sets, checked once and frozen. */
export interface Settings {
  /** The folder of the database, the audio and the keys. */
  readonly data: string;
  /** Where browsers and boards connect; port 0 = a free one. */
  readonly http: Address;
  /** Where the embedded broker listens; not opened when `broker` is set. */
  readonly mqtt: Address;
  /** An outside MQTT broker. */
  readonly broker: string | undefined;
  /** The address by which others reach this controller, in feeds too, where it is not that of `http`. */
  readonly publicUrl: string | undefined;
  /** Write the ten first bulletins as drafts at this start; what is there stays. */
  readonly starter: boolean;
  readonly adminPassword: string | undefined;
  readonly metricsToken: string | undefined;
  /** A certain ffmpeg, before the one on PATH and the one from npm. */
  readonly ffmpeg: string | undefined;
  readonly logLevel: LogLevel;
  /** Addresses of reverse proxies whose X-Forwarded headers count. */
  readonly trustProxy: readonly string[];
  /** Requests a minute that one address may send. */
  readonly perMinute: number;
  /** Seconds after a window's end until a silent board is `unreported`. */
  readonly grace: number;
  /** Events as JSON lines on standard output, for programs. */
  readonly json: boolean;
}

const logLevels = ["error", "warn", "info", "debug", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export type Parsed =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly code: "help" | "wrong"; readonly vi: string };

interface Option {
  readonly value: string | undefined;
  readonly says: string;
}

/** Options of the command line: name, its value in the help, what it is for. */
const options = {
  data: { value: "DIR", says: "thư mục dữ liệu (bắt buộc)" },
  http: { value: "HOST:PORT", says: "địa chỉ web và API (127.0.0.1:8080)" },
  mqtt: { value: "HOST:PORT", says: "địa chỉ máy chủ MQTT nhúng (127.0.0.1:1883)" },
  database: { value: "URL", says: "cơ sở dữ liệu ngoài; bản này chưa có, dùng SQLite trong DIR" },
  broker: { value: "URL", says: "máy chủ MQTT ngoài (mặc định: nhúng)" },
  store: { value: "URL", says: "kho âm thanh ngoài; bản này chưa có, dùng thư mục trong DIR" },
  "public-url": {
    value: "URL",
    says: "địa chỉ mà thiết bị và người nghe podcast dùng (mặc định: địa chỉ --http)",
  },
  starter: { value: undefined, says: "viết mười bản tin mẫu (nháp) khi khởi động" },
  "log-level": { value: "LEVEL", says: `mức nhật ký: ${logLevels.join(", ")} (info)` },
  "trust-proxy": { value: "IP[,IP]", says: "địa chỉ proxy ngược được tin" },
  "per-minute": { value: "N", says: "số yêu cầu mỗi phút từ một địa chỉ (3000)" },
  grace: { value: "GIÂY", says: "chờ bao lâu sau hạn phát rồi ghi 'unreported' (900)" },
  json: { value: undefined, says: "in sự kiện dạng JSON ra stdout" },
  help: { value: undefined, says: "in trang này" },
} as const satisfies Record<string, Option>;
type OptionName = keyof typeof options;
const names = Object.keys(options) as OptionName[];

/** Environment of this program; any other VANGXA_… is probably a slip. */
const variables = [
  "VANGXA_ADMIN_PASSWORD",
  "VANGXA_METRICS_TOKEN",
  "VANGXA_FFMPEG",
  "VANGXA_ESPEAK",
  "VANGXA_VOICES",
  "VANGXA_KEEPALIVE",
] as const;

export const controllerHelp = [
  "vangxa controller --data DIR [tuỳ chọn]",
  "",
  ...names.map((name) => {
    const { value }: Option = options[name];
    return `  --${name}${value === undefined ? "" : ` ${value}`}`.padEnd(26) + options[name].says;
  }),
  "",
  "Biến môi trường: VANGXA_ADMIN_PASSWORD (mật khẩu của quản trị viên đầu tiên), VANGXA_METRICS_TOKEN,",
  "VANGXA_FFMPEG, VANGXA_ESPEAK, VANGXA_VOICES (tệp JSON, quyền 0600, các giọng đọc thêm).",
].join("\n");

class Wrong extends Error {}

/** Reads the command line and the environment; an unknown or impossible setting is an error that says what was meant. */
export function parseSettings(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Parsed {
  try {
    const given = readOptions(argv);
    if (given.has("help")) return { ok: false, code: "help", vi: controllerHelp };
    checkVariables(env);
    return { ok: true, settings: Object.freeze(settingsOf(given, env)) };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, code: "wrong", vi: error.message };
    throw error;
  }
}

function readOptions(argv: readonly string[]): Map<OptionName, string> {
  const given = new Map<OptionName, string>();
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [flag = "", ...inline] = word.split("=");
    const name = optionName(flag);
    if (given.has(name)) throw new Wrong(`--${name} được viết hai lần.`);
    const { value }: Option = options[name];
    if (value === undefined) given.set(name, "true");
    else
      given.set(name, givenValue(name, value, inline.length > 0 ? inline.join("=") : rest.shift()));
  }
  return given;
}

function optionName(flag: string): OptionName {
  if (!flag.startsWith("--")) throw new Wrong(`Không hiểu "${flag}". Tuỳ chọn bắt đầu bằng --.`);
  const name = flag.slice(2);
  if (!isOption(name)) throw new Wrong(unknownOption(name));
  return name;
}

function givenValue(name: OptionName, value: string, text: string | undefined): string {
  if (!text || text.startsWith("--")) throw new Wrong(`--${name} cần một giá trị: ${value}.`);
  return text;
}

const isOption = (name: string): name is OptionName => Object.hasOwn(options, name);

function unknownOption(name: string): string {
  const near = nearest(name, names);
  return `Không có tuỳ chọn --${name}.${near === undefined ? " Xem --help." : ` Có phải --${near}?`}`;
}

function checkVariables(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(env)) {
    if (!name.startsWith("VANGXA_") || (variables as readonly string[]).includes(name)) continue;
    const near = nearest(name, variables);
    if (near !== undefined) throw new Wrong(`Không có biến môi trường ${name}. Có phải ${near}?`);
  }
}

function settingsOf(
  given: ReadonlyMap<OptionName, string>,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const data = given.get("data");
  if (data === undefined) throw new Wrong("Thiếu --data DIR: thư mục dữ liệu.");
  // To take the address and write elsewhere would be a lie about where the evidence lies.
  for (const name of ["database", "store"] as const)
    if (given.has(name))
      throw new Wrong(`Bản này chưa có --${name}: mọi dữ liệu nằm trong --data. Hãy bỏ --${name}.`);
  return {
    data,
    http: addressOf("http", given.get("http") ?? "127.0.0.1:8080"),
    mqtt: addressOf("mqtt", given.get("mqtt") ?? "127.0.0.1:1883"),
    broker: urlOf("broker", given.get("broker"), ["mqtt:", "mqtts:", "ws:", "wss:"]),
    publicUrl: urlOf("public-url", given.get("public-url"), ["http:", "https:"])?.replace(
      /\/+$/,
      "",
    ),
    starter: given.has("starter"),
    adminPassword: env["VANGXA_ADMIN_PASSWORD"] || undefined,
    metricsToken: env["VANGXA_METRICS_TOKEN"] || undefined,
    ffmpeg: env["VANGXA_FFMPEG"] || undefined,
    logLevel: levelOf(given.get("log-level") ?? "info"),
    trustProxy: (given.get("trust-proxy") ?? "").split(",").filter(Boolean),
    perMinute: numberOf("per-minute", given.get("per-minute") ?? "3000", 10, 1_000_000),
    grace: numberOf("grace", given.get("grace") ?? "900", 1, 86_400),
    json: given.has("json"),
  };
}

function addressOf(name: OptionName, text: string): Address {
  const parts = /^(?:\[([0-9a-fA-F:]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text);
  const port = Number(parts?.[3]);
  if (!parts || port > 65_535) {
    throw new Wrong(
      `--${name} phải có dạng HOST:PORT, ví dụ 127.0.0.1:8080; không phải "${text}".`,
    );
  }
  return Object.freeze({ host: (parts[1] ?? parts[2]) as string, port });
}

function urlOf(name: OptionName, text: string | undefined, schemes: readonly string[]) {
  if (text === undefined) return undefined;
  const scheme = /^([a-z][a-z0-9+]*:)\/\/[^\s/]/.exec(text)?.[1];
  if (scheme === undefined || !schemes.includes(scheme)) {
    throw new Wrong(
      `--${name} phải bắt đầu bằng ${schemes.map((one) => `${one}//`).join(" hoặc ")}.`,
    );
  }
  return text;
}

function numberOf(name: OptionName, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Wrong(`--${name} phải là số nguyên từ ${least} đến ${most}.`);
  }
  return value;
}

function levelOf(text: string): LogLevel {
  const found = logLevels.find((level) => level === text);
  if (!found) throw new Wrong(`--log-level phải là một trong: ${logLevels.join(", ")}.`);
  return found;
}
