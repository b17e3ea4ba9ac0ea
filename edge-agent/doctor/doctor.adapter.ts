import type { Finding } from "../../firmware-config/findings.ts";
import { findingLines, findingsJson, isWell, skipped } from "../../firmware-config/findings.ts";
import { checkData, checkNode } from "../../firmware-config/machine-checks.adapter.ts";
import { lockFolder } from "../lock.adapter.ts";
import { type DoctorAsk, parseDoctor } from "./ask.ts";
import { checkController, checkKeys } from "./board-checks.adapter.ts";
import { calibrateHere } from "./calibrating.adapter.ts";
import { checkSound } from "./sound-checks.adapter.ts";

/** `vangxa doctor agent`: what this board lacks; the answer is the exit code. */
export async function runDoctor(
  argv: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const parsed = parseDoctor(argv);
  if (!parsed.ok) {
    print(parsed.vi);
    return parsed.code === "help" ? 0 : 2;
  }
  const { json } = parsed.ask.settings;
  const findings = await examine(parsed.ask);
  if (json) print(findingsJson(findings));
  else for (const line of findingLines(findings)) print(line);
  return isWell(findings) ? 0 : 1;
}

async function examine({ settings, quiet, calibrate }: DoctorAsk): Promise<readonly Finding[]> {
  const machine = [
    checkNode(process.version),
    ...(await checkData(settings.data)),
    ...(await checkController(settings.controller, Date.now)),
    ...(await checkKeys(settings.data)),
  ];
  if (machine.some(({ check, state }) => check === "data" && state === "bad")) return machine;
  const sound = await alone(settings.data, () => checkSound(settings, quiet));
  if (calibrate === 0 || !settings.listen) return [...machine, ...sound];
  return [...machine, ...sound, await calibrateHere(settings.data, settings.listen, calibrate)];
}

/** A running agent has loudspeaker, microphone and line; a second program would disturb what sounds. */
async function alone(
  folder: string,
  check: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  let unlock: () => Promise<void>;
  try {
    unlock = await lockFolder(folder);
  } catch {
    const vi = "Thiết bị đang chạy trên thư mục này: không thử loa, micro, bo mạch.";
    return [skipped("sound", "agent-running", vi)];
  }
  try {
    return await check();
  } finally {
    await unlock();
  }
}
