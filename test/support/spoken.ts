// biome-ignore-all lint/style/noNonNullAssertion: indices stay inside their buffers by construction
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { resample } from "../../edge-agent/evidence/resample.ts";
import type { Dice } from "./dice.ts";
import { joined, power, scaled } from "./filters.ts";
import { STREET_RATE } from "./street.ts";

/** Real Vietnamese speech from the embedded engine, for tests of the acoustic proof. */
export interface Say {
  readonly voice: string;
  readonly rate: number;
  readonly pitch: number;
  readonly say: string;
}

const VOICES = ["vi", "vi-VN-x-central", "vi-VN-x-south"] as const;

export function someSpeaker(d: Dice): Omit<Say, "say"> {
  return { voice: d.pick(VOICES), rate: d.whole(130, 175), pitch: d.whole(25, 80) };
}

/** One recording per request at 16 kHz, in one child process; `undefined` where the engine is not installed. */
export function spoken(requests: readonly Say[]): Float32Array[] | undefined {
  const child = fileURLToPath(new URL("spoken-child.mjs", import.meta.url));
  const run = spawnSync(process.execPath, [child], {
    input: JSON.stringify(requests),
    maxBuffer: 2 ** 30,
    timeout: 120_000,
    stdio: ["pipe", "pipe", "ignore"],
  });
  if (run.status !== 0) return undefined;
  const sounds: Float32Array[] = [];
  for (let at = 0; at < run.stdout.length; ) {
    const bytes = run.stdout.readUInt32LE(at);
    sounds.push(levelled(run.stdout.subarray(at + 4, at + 4 + bytes)));
    at += 4 + bytes;
  }
  return sounds;
}

function levelled(bytes: Buffer): Float32Array {
  const samples = new Float32Array(bytes.length / 2);
  for (let n = 0; n < samples.length; n++) samples[n] = bytes.readInt16LE(2 * n) / 32_768;
  const sound = joined(resample(samples, 22_050, STREET_RATE));
  return scaled(sound, 0.1 / Math.sqrt(power(sound)));
}

export function someText(d: Dice, sentences: number): string {
  return Array.from({ length: sentences }, () => sentence(d)).join(" ");
}

function sentence(d: Dice): string {
  return `${d.pick(WHO)} ${d.pick(DOES)} ${d.pick(WHAT)} ${d.pick(WHERE)}, ${d.pick(WHEN)}${d.pick(WHY)}.`;
}

const WHO = [
  "Ủy ban nhân dân xã",
  "Đoàn thanh niên",
  "Hội liên hiệp phụ nữ",
  "Trạm y tế xã",
  "Trường trung học cơ sở",
  "Ban nhân dân thôn",
  "Hợp tác xã nông nghiệp",
  "Tổ công nghệ số cộng đồng",
  "Công an xã",
  "Hội nông dân",
  "Chi bộ thôn",
  "Đài truyền thanh xã",
] as const;
const DOES = [
  "tổ chức hướng dẫn",
  "mời bà con tham gia",
  "thông báo về",
  "tiếp tục triển khai",
  "hoàn thành",
  "vận động nhân dân thực hiện",
  "mở lớp tập huấn",
  "kiểm tra việc",
  "phát động phong trào",
  "khai trương điểm",
] as const;
const WHAT = [
  "nộp hồ sơ trực tuyến",
  "cài đặt chữ ký số cá nhân",
  "thanh toán không dùng tiền mặt",
  "phun thuốc phòng bệnh cho lúa",
  "khám sức khỏe cho người cao tuổi",
  "sử dụng sổ sức khỏe điện tử",
  "bán hàng trên sàn thương mại điện tử",
  "tiêm phòng cho đàn gia súc",
  "làm sạch dữ liệu dân cư",
  "trồng cây ven đường",
  "nhận diện cuộc gọi lừa đảo",
  "đo đạc bản đồ địa chính",
] as const;
const WHERE = [
  "tại nhà văn hóa thôn",
  "tại hội trường ủy ban",
  "ở chợ trung tâm",
  "trên địa bàn toàn xã",
  "tại bộ phận một cửa",
  "ở khu dân cư mới",
  "dọc bờ sông",
  "tại trụ sở hợp tác xã",
  "ở các trường học",
  "tại sân vận động",
] as const;
const WHEN = [
  "bắt đầu từ bảy giờ sáng ngày mai",
  "vào chiều thứ bảy tuần này",
  "từ nay đến hết tháng tám",
  "trong hai ngày cuối tuần",
  "vào lúc tám giờ tối",
  "trước ngày hai mươi tháng sau",
  "suốt quý ba năm nay",
  "mỗi sáng thứ hai hằng tuần",
] as const;
const WHY = [
  "",
  " để bà con được thuận tiện hơn",
  ", ai chưa rõ xin hỏi trưởng thôn",
  ", rất mong mọi người đến đông đủ",
  " theo kế hoạch của tỉnh",
  ", phấn đấu đạt chín mươi phần trăm số hộ",
  " nhằm bảo đảm an toàn mùa mưa bão",
  ", xin cảm ơn bà con",
] as const;
