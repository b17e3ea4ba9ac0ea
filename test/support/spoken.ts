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

/** Sentences of 12-18 words. The order of the words means nothing: only the sounds matter, and no phrase may come twice. */
export function someText(d: Dice, sentences: number): string {
  return Array.from({ length: sentences }, () => {
    const words = Array.from({ length: d.whole(12, 18) }, () => d.pick(WORDS));
    words.splice(d.whole(4, 8), 0, ",");
    return `${words.join(" ")}.`;
  }).join(" ");
}

const WORDS = (
  "xã thôn bà con hộ gia đình hồ sơ trực tuyến chữ ký số cá nhân lúa phun thuốc bệnh khám sức khỏe người cao tuổi sổ điện tử " +
  "bán hàng sàn thương mại tiêm phòng đàn gia súc dữ liệu dân cư trồng cây ven đường cuộc gọi lừa đảo đo đạc bản đồ nhà văn hóa " +
  "hội trường chợ trung tâm một cửa khu mới bờ sông trụ sở hợp tác trường học sân vận động sáng mai chiều thứ bảy tháng tám ngày " +
  "cuối tuần tối quý năm nay kế hoạch an toàn mưa bão nước sạch môi trường rác thải giao thông trẻ em phụ nữ thanh niên nông dân " +
  "cựu chiến binh tín dụng ngân hàng lãi suất vay vốn giống cây lợn gà vịt trâu bò ao hồ kênh mương thủy lợi đê kè cầu cống điện " +
  "đường trạm y tế bác sĩ thuốc uống ăn ngủ nghỉ tập thể dục bóng đá bơi lội hát múa kịch sách báo đọc viết tính toán máy tính " +
  "điện thoại mạng phần mềm mật khẩu tài khoản chuyển tiền hóa đơn thuế phí lệ hộ tịch khai sinh kết hôn cư trú tạm vắng căn cước"
).split(" ");
