import { open, rm, statfs } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { bad, type Finding, good } from "./findings.ts";

const NEWEST_UNUSABLE = 19;
/** Bytes: a day of audio and the reserve that a full disk needs. */
const LEAST_FREE = 64 * 1_048_576;
/** No machine is older than this program. */
const BUILT = Date.parse("2026-01-01T00:00:00Z");
const PATIENCE = 5_000;

export function checkNode(version: string): Finding {
  const major = Number(/^v(\d+)/.exec(version)?.[1]);
  return major > NEWEST_UNUSABLE
    ? good("node", `Node ${version}.`, { version })
    : bad("node", "node-old", `Node ${version} quá cũ.`, {
        todo: "Cài Node 20.20.2 hoặc mới hơn.",
      });
}

/** Writes, syncs and removes a file of its own. */
export async function checkData(folder: string): Promise<readonly Finding[]> {
  const path = join(folder, `.doctor-${process.pid}`);
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile("x");
      await file.sync();
    } finally {
      await file.close();
      await rm(path, { force: true });
    }
  } catch (error) {
    return [unwritable(folder, error as NodeJS.ErrnoException)];
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const figures = { freeBytes: free };
  const mib = Math.round(free / 1_048_576);
  const low = bad("disk", "disk-low", `Chỉ còn ${mib} MiB trống.`, {
    todo: "Dọn bớt tệp trên thẻ nhớ, hoặc thay thẻ lớn hơn.",
    figures,
  });
  return [
    good("data", `Ghi được vào ${folder}.`),
    free < LEAST_FREE ? low : good("disk", `Còn trống ${mib} MiB.`, figures),
  ];
}

function unwritable(folder: string, { code }: NodeJS.ErrnoException): Finding {
  const [word, vi, todo] = {
    ENOENT: ["data-missing", "Không có thư mục", "Tạo thư mục, hoặc sửa --data."],
    EROFS: [
      "data-readonly",
      "Đĩa chỉ cho đọc",
      "Khởi động lại máy; nếu vẫn vậy, thẻ nhớ hỏng, hãy thay thẻ.",
    ],
    ENOSPC: ["disk-full", "Đĩa đã đầy", "Dọn bớt tệp trên đĩa."],
  }[code ?? ""] ?? [
    "data-unwritable",
    `Không ghi được (${code})`,
    "Giao thư mục cho đúng người dùng chạy chương trình (chown).",
  ];
  return bad("data", word as string, `${vi}: ${folder}.`, { todo: todo as string });
}

const USUAL_PORTS: Readonly<Record<string, number>> = { "mqtt:": 1883, "mqtts:": 8883 };

export async function checkBroker(url: string): Promise<Finding> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const at = Number(port) || (USUAL_PORTS[protocol] ?? 1883);
  const reached = await new Promise<boolean>((resolve) => {
    const socket = connect({ host, port: at, timeout: PATIENCE });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
  return reached
    ? good("broker", `Máy chủ MQTT ${host}:${at} nhận kết nối.`)
    : bad("broker", "broker-unreachable", `Không nối được với máy chủ MQTT ${host}:${at}.`, {
        todo: "Kiểm tra mạng, tường lửa cổng MQTT, và máy chủ MQTT có đang chạy.",
      });
}

/** Whether the time is possible at all. */
export function checkClock(now: number): Finding {
  if (now >= BUILT) return good("clock", `Đồng hồ máy: ${new Date(now).toISOString()}.`);
  return bad("clock", "clock-wrong", `Đồng hồ máy chỉ ${new Date(now).toISOString()}.`, {
    todo: "Cài chrony hoặc systemd-timesyncd, nối mạng, rồi kiểm tra lại.",
  });
}
