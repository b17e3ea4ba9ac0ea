import type { CaseVerdict } from "./case.ts";
import { clockText } from "./clock-word.ts";
import { faultSentence, type Outside, type Verification } from "./fault.ts";

export const verifyHelp = [
  "vangxa verify --data DIR [--head TỆP] [--key KHOÁ] [--json]",
  "vangxa verify --case THƯ_MỤC|TỆP.zip [--key KHOÁ] [--json]",
  "",
  "  --data DIR     thư mục dữ liệu của bộ điều khiển (đọc, không ghi; chạy được cả khi bộ điều khiển đang chạy)",
  "  --head TỆP     đầu nhật ký giữ bên ngoài: tệp JWS, hoặc JSON có seq và link",
  "  --case …       hồ sơ một lần phát tại một cụm loa",
  "  --key KHOÁ     khoá công khai của bộ điều khiển (43 ký tự), thay cho khoá trong thư mục hay hồ sơ",
  "  --json         in kết quả là một đối tượng JSON",
  "",
  "Mã thoát: 0 = đúng, 1 = có chỗ sai hoặc không đọc được, 2 = dùng lệnh sai.",
].join("\n");

/** A head as somebody kept it: the signed text, or what `GET /api/play-log/verify` and `/heads` answered. */
export function outsideOf(text: string): Outside | undefined {
  const trimmed = text.trim();
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(trimmed)) return { jws: trimmed };
  let said: { jws?: unknown; signedHead?: unknown; seq?: unknown; link?: unknown } | null;
  try {
    said = JSON.parse(trimmed) as typeof said;
  } catch {
    return undefined;
  }
  if (typeof said?.jws === "string") return { jws: said.jws };
  if (typeof said?.signedHead === "string") return { jws: said.signedHead };
  return typeof said?.seq === "number" && typeof said.link === "string"
    ? { seq: said.seq, link: said.link }
    : undefined;
}

export const verificationLines = (found: Verification): string[] => [
  `Nhật ký phát: ${found.rows} dòng, đầu nhật ký số ${found.head.seq} (${found.head.link}).`,
  `Biên nhận: ${found.receipts.count}, trong đó ${found.receipts.signed} còn chữ ký của thiết bị.`,
  `Đầu nhật ký đã ký: ${found.heads.count}. Nhật ký thao tác: ${found.audit.rows} dòng.`,
  ...found.gaps.map(
    ({ agent, boot, through, highest }) =>
      `Thiếu biên nhận của ${agent}, lần khởi động ${boot}: có đến ${through}, đã thấy tới ${highest}.`,
  ),
  ...found.faults.map(faultSentence),
  found.ok ? "ĐÚNG: không thấy chỗ nào bị sửa, thiếu hay cắt." : "SAI: xem các dòng trên.",
];

export const caseLines = (found: CaseVerdict): string[] => [
  `Hồ sơ lần phát ${found.occurrence}, cụm loa ${found.cluster}.`,
  ...found.rows.map(
    ({ seq, outcome, rung, clock }) =>
      `Dòng ${seq}: ${outcome}, bậc ${rung}.${clock === "unconfirmed" ? ` ${clockText[clock]}.` : ""}`,
  ),
  `Lô biên nhận có chữ ký: ${found.batches}; biên nhận không còn chữ ký: ${found.unsigned}; âm thanh: ${found.audio}.`,
  `Kế hoạch đã ký mang lần phát này: ${found.plans}; biên nhận đã nhận kế hoạch đó hoặc bản sau: ${found.held}.`,
  `Khoá của bộ điều khiển: ${found.key}`,
  ...found.faults,
  found.ok ? "ĐÚNG: mọi tệp, chữ ký và chứng minh đều khớp." : "SAI: xem các dòng trên.",
];
