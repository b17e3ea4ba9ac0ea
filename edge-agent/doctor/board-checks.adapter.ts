import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { request } from "node:http";
import { request as secureRequest } from "node:https";
import { join } from "node:path";
import { Value } from "typebox/value";
import { bad, type Finding, good, skipped } from "../../firmware-config/findings.ts";
import { checkBroker, checkClock } from "../../firmware-config/machine-checks.adapter.ts";
import { openFiles } from "../files.adapter.ts";
import { Identity, KeyFile } from "../link/identity.ts";

/** Milliseconds that a board's clock may be off before its own time exchange has to mend it. */
const CLOCK_OFF = 2_000;
const PATIENCE = 5_000;

/** The controller answers, and its clock is ours within two seconds; else this clock is at least possible. */
export async function checkController(url: string, now: () => number): Promise<readonly Finding[]> {
  const theirs = await dateOf(`${url}/healthz`).catch(() => undefined);
  const ours = now();
  const possible = checkClock(ours);
  if (theirs === undefined)
    return [
      bad("controller", "controller-unreachable", `Không nối được với ${url}.`, {
        todo: "Kiểm tra địa chỉ --controller, mạng, tường lửa, và bộ điều khiển có đang chạy.",
      }),
      possible.state === "bad"
        ? possible
        : skipped("clock", "clock-unchecked", "Chưa so được đồng hồ với bộ điều khiển."),
    ];
  const offset = Math.round(theirs - ours);
  const figures = { offsetMs: offset };
  return [
    good("controller", `Bộ điều khiển ${url} trả lời.`),
    // The date of an answer has whole seconds.
    Math.abs(offset) > CLOCK_OFF + 1_000
      ? bad("clock", "clock-off", `Đồng hồ máy lệch ${Math.round(offset / 1_000)} giây.`, {
          todo: "Bật đồng bộ giờ (chrony); thiết bị vẫn tự theo giờ của bộ điều khiển.",
          figures,
        })
      : good("clock", "Đồng hồ máy đúng.", figures),
  ];
}

function dateOf(url: string): Promise<number | undefined> {
  const send = url.startsWith("https:") ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const asked = send(url, { timeout: PATIENCE }, (answer) => {
      answer.resume();
      const date = Date.parse(answer.headers.date ?? "");
      resolve(Number.isNaN(date) ? undefined : date);
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer in time")));
    asked.on("error", reject);
    asked.end();
  });
}

/** Who this board is: its files, whom they are readable for, and whether its broker can be reached. */
export async function checkKeys(folder: string): Promise<readonly Finding[]> {
  const files = openFiles(folder);
  const [key, identity] = await Promise.all(
    ["key.json", "identity.json"].map((name) => files.read(name).catch(() => "")),
  );
  const enrolled = parsed(identity);
  if (identity === undefined)
    return [
      skipped("keys", "not-enrolled", "Thiết bị chưa đăng ký, nên chưa có khoá và địa chỉ MQTT."),
    ];
  if (!Value.Check(KeyFile, parsed(key)) || !Value.Check(Identity, enrolled))
    return [
      bad("keys", "keys-damaged", "Tệp khoá (key.json, identity.json) thiếu hoặc hỏng.", {
        todo: "Xoá thư mục dữ liệu rồi đăng ký lại bằng mã mới.",
      }),
    ];
  return [await modes(folder), await checkBroker(enrolled.mqtt.url)];
}

async function modes(folder: string): Promise<Finding> {
  const open: string[] = [];
  for (const name of ["key.json", "identity.json"]) {
    const { mode } = await stat(join(folder, name));
    if (mode & 0o077) open.push(name);
    await access(join(folder, name), constants.R_OK);
  }
  return open.length === 0
    ? good("keys", "Khoá có đủ và chỉ chủ đọc được.")
    : bad("keys", "keys-open", `Người khác đọc được: ${open.join(", ")}.`, {
        todo: `chmod 600 ${open.map((name) => join(folder, name)).join(" ")}`,
      });
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
