import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Sha256 } from "../../contract/ids.ts";
import { milliseconds, seconds } from "../../contract/time.ts";
import { boards } from "../../firmware-config/boards.ts";
import { bad, type Finding, good, skipped } from "../../firmware-config/findings.ts";
import { type Board, findProfile, openBoard } from "../amplifier/board.adapter.ts";
import { isPlausible } from "../amplifier/meter.ts";
import { noRelay } from "../amplifier/relay.ts";
import { systemClock } from "../clock.adapter.ts";
import { threadEar } from "../evidence/ear.adapter.ts";
import type { Acoustic } from "../evidence/ear.ts";
import { sha256Of } from "../hash.adapter.ts";
import type { PlayerEvent } from "../player/player.ts";
import { threadPlayer } from "../player/threads.adapter.ts";
import type { AgentSettings } from "../settings.ts";
import { TEST_SECONDS, testSound } from "./test-sound.ts";

/** Milliseconds for the test sound and all that may go wrong with it. */
const WHILE_SOUNDING = 5_000;
const PATIENCE = (TEST_SECONDS + 10) * 1_000;

/** The amplifier's line, the loudspeaker and the microphone, tried as a real item uses them. */
export async function checkSound(settings: AgentSettings, quiet: boolean): Promise<Finding[]> {
  const { line, findings } = await openLine(settings.serial);
  try {
    if (quiet) return [...findings, skipped("sink", "quiet", "Không phát âm thử (--quiet).")];
    return [...findings, ...(await tryIt(settings, line))];
  } finally {
    await line.relay.close().catch(() => undefined);
  }
}

interface Line {
  readonly line: Board;
  readonly findings: Finding[];
}

async function openLine(serial: AgentSettings["serial"]): Promise<Line> {
  const none = { relay: noRelay };
  if (!serial) return { line: none, findings: [] };
  const profile = await findProfile(serial.board);
  if (!profile) {
    const todo = `Chọn: ${Object.keys(boards).join(", ")}, hoặc một tệp .json mô tả bo mạch.`;
    const vi = `Không biết loại bo mạch "${serial.board}".`;
    return { line: none, findings: [bad("serial", "board-unknown", vi, { todo })] };
  }
  try {
    const line = await openBoard({ path: serial.path, profile });
    await line.relay.set(false);
    const reading = await line.meter?.read();
    return { line, findings: [answered(line, reading)] };
  } catch (error) {
    const vi = `Bo mạch trên ${serial.path} không trả lời: ${(error as Error).message}.`;
    const todo =
      "Kiểm tra dây (A, B, đất), nguồn của bo mạch, tên cổng và quyền đọc ghi cổng (nhóm dialout).";
    return { line: none, findings: [bad("serial", "serial-silent", vi, { todo })] };
  }
}

function answered(
  { meter }: Board,
  reading: { volts: number; amps: number; watts: number } | undefined,
): Finding {
  if (!meter || !reading) return good("serial", "Rơ-le trả lời.");
  if (!isPlausible(reading))
    return bad("serial", "meter-implausible", "Đồng hồ điện trả lời số không thể có.", {
      todo: "Kiểm tra loại đồng hồ (--board) và dây vòng dòng.",
      figures: { ...reading },
    });
  if (reading.watts > meter.offWatts)
    return bad("serial", "power-while-off", `Rơ-le mở mà vẫn có ${reading.watts.toFixed(1)} W.`, {
      todo: "Rơ-le bị dính, hoặc amply không đi qua rơ-le: ngắt điện và sửa trước khi phát.",
      figures: { ...reading },
    });
  return good("serial", "Rơ-le và đồng hồ điện trả lời.", { ...reading });
}

async function tryIt(settings: AgentSettings, line: Board): Promise<Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), "vangxa-doctor-"));
  const bytes = testSound();
  const sha256 = sha256Of(bytes);
  const pathOf = (name: Sha256) => join(folder, name);
  await writeFile(pathOf(sha256), bytes);
  const ear = settings.listen && threadEar({ where: settings.listen, pathOf });
  try {
    await line.relay.set(true);
    const playing = play(settings, pathOf, sha256);
    await wait(WHILE_SOUNDING);
    const watts = (await line.meter?.read().catch(() => undefined))?.watts;
    const played = await playing;
    await line.relay.set(false);
    const sink = sinkFinding(settings, played, watts);
    if (!ear) return [sink];
    if (!played.ok) return [sink, skipped("microphone", "nothing-played", "Chưa có gì để nghe.")];
    const offset = milliseconds(0);
    const stretch = { sha256, offset, frames: played.frames, at: played.at, shared: [] };
    return [sink, heard(await ear.recognise([stretch]))];
  } catch (error) {
    const vi = `Không thử được loa: ${(error as Error).message}.`;
    return [
      bad("sink", "sink-failed", vi, { todo: "Kiểm tra dây nối tiếp và thiết bị âm thanh." }),
    ];
  } finally {
    await ear?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Played =
  | { readonly ok: true; readonly at: ReturnType<typeof milliseconds>; readonly frames: number }
  | { readonly ok: false; readonly reason: string };

async function play(
  settings: AgentSettings,
  pathOf: (sha256: Sha256) => string,
  sha256: Sha256,
): Promise<Played> {
  let finish: (played: Played) => void = () => undefined;
  const over = new Promise<Played>((resolve) => {
    finish = resolve;
  });
  const player = threadPlayer({
    sink: settings.sink,
    pathOf,
    onCrash: (error) => finish({ ok: false, reason: error.message }),
  });
  const late = setTimeout(() => finish({ ok: false, reason: "no-answer" }), PATIENCE);
  let at = milliseconds(0);
  player.onEvent((event: PlayerEvent) => {
    if (event.kind === "started") at = event.at;
    if (event.kind !== "ended") return;
    const frames = event.frames[0] ?? 0;
    const whole = event.how === "done" && frames > 0;
    finish(whole ? { ok: true, at, frames } : { ok: false, reason: event.reason ?? event.how });
  });
  player.play({
    id: 1,
    label: "doctor",
    gain: 0,
    at: milliseconds(systemClock.monotonic() + 1_500),
    pieces: [{ part: 0, offset: milliseconds(0), length: seconds(TEST_SECONDS), sha256 }],
  });
  try {
    return await over;
  } finally {
    clearTimeout(late);
    await player.close();
  }
}

function sinkFinding({ sink }: AgentSettings, played: Played, watts: number | undefined): Finding {
  const where = sink.kind === "alsa" ? `alsa:${sink.device}` : sink.path;
  const figures = watts === undefined ? undefined : { watts };
  if (played.ok) return good("sink", `${where} đã phát ${TEST_SECONDS} giây âm thử.`, figures);
  const todo =
    sink.kind === "alsa"
      ? "Xem tên thiết bị bằng aplay -l; dừng chương trình khác đang dùng nó; cài alsa-utils."
      : "Kiểm tra thư mục của tệp có ghi được không.";
  return bad("sink", "sink-failed", `${where} không phát được (${played.reason}).`, { todo });
}

function heard(acoustic: Acoustic | undefined): Finding {
  if (!acoustic || acoustic.verdict === "undecided")
    return bad("microphone", "microphone-silent", "Micro không cho âm thanh nào.", {
      todo: "Xem tên thiết bị bằng arecord -l; kiểm tra dây micro và quyền (nhóm audio).",
    });
  const { verdict, coverage, score, threshold, lag, suspicion } = acoustic;
  const figures = { verdict, coverage, score, threshold, lag, ...(suspicion ? { suspicion } : {}) };
  if (verdict !== "heard")
    return bad("microphone", "microphone-deaf", "Micro có tiếng nhưng không nhận ra âm thử.", {
      todo: "Bật amply, chỉnh micro hướng về loa, tắt tự chỉnh mức và lọc ồn của micro.",
      figures,
    });
  if (suspicion)
    return bad("microphone", "microphone-wired", "Micro nghe quá rõ, như nối dây thẳng từ loa.", {
      todo: "Micro phải nghe qua không khí; nối thẳng thì mọi bằng chứng bị coi là nghi vấn.",
      figures,
    });
  return good("microphone", "Micro nhận ra âm thử.", figures);
}
