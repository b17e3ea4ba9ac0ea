import { spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownTails } from "../../edge-agent/doctor/calibration.ts";
import { SIMULATED } from "../../edge-agent/evidence/threshold.ts";
import { boards } from "../../firmware-config/boards.ts";
import type { Finding } from "../../firmware-config/findings.ts";
import { dice } from "../support/dice.ts";
import { needing } from "../support/needs.ts";
import { PtyBoard } from "../support/pty-board.ts";
import { keepSound, noiseWav as seconds48 } from "../support/sounds.ts";
import { noiseWav, type Station, startStation } from "../support/station.ts";

// The command of a person who stands at a pole, against real processes, files and lines.
const vangxa = fileURLToPath(new URL("../../bin/vangxa.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "vangxa-doctor-test-"));
let station: Station;
beforeAll(async () => {
  station = await startStation({ boards: 1 });
}, 120_000);
afterAll(async () => {
  await station?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly code: number | null;
  readonly out: string;
}

function doctor(...args: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vangxa, "doctor", ...args]);
    let out = "";
    child.stdout.on("data", (text: Buffer) => {
      out += text.toString();
    });
    child.on("close", (code) => resolve({ code, out }));
  });
}

const fresh = (name: string): string => {
  const path = join(folder, name);
  mkdirSync(path, { mode: 0o700 });
  return path;
};
async function findings(...args: readonly string[]) {
  const { code, out } = await doctor(...args, "--json");
  const said = JSON.parse(out.trim().split("\n").at(-1) as string) as {
    ok: boolean;
    findings: Finding[];
  };
  const codes = Object.fromEntries(said.findings.map((one) => [one.check, one.code]));
  return { ...said, code, codes };
}
const loop = (wav: string) => ["--sink", `virtual:${wav}`, "--listen", `file:${wav}`];

test("a board whose microphone hears its loudspeaker is well", async () => {
  const data = fresh("well");
  const found = await findings(
    ...["agent", "--data", data, "--controller", station.http, ...loop(join(data, "out.wav"))],
  );
  expect(found.codes).toEqual({
    ...{ node: "ok", data: "ok", disk: "ok", controller: "ok", clock: "ok" },
    ...{ keys: "not-enrolled", sink: "ok", microphone: "ok" },
  });
  expect([found.ok, found.code]).toEqual([true, 0]);
}, 60_000);

test("an enrolled board that runs: its keys, their modes and its broker are looked at, its sound is left alone", async () => {
  const [board] = station.boards;
  const data = board?.data as string;
  const ask = ["--data", data, "--controller", station.http];
  const found = await findings(...ask);
  expect(found.codes).toMatchObject({ keys: "ok", broker: "ok", sound: "agent-running" });
  chmodSync(join(data, "key.json"), 0o644);
  const open = await findings("agent", ...ask);
  chmodSync(join(data, "key.json"), 0o600);
  expect(open.codes).toMatchObject({ keys: "keys-open" });
  expect(open.findings.find(({ check }) => check === "keys")?.todo).toContain("chmod 600");
  expect(open.code).toBe(1);
}, 60_000);

test("each thing that lacks is named, with what to do", async () => {
  const data = fresh("ill");
  const deaf = join(folder, "street.wav");
  const head = noiseWav(4, 60);
  writeFileSync(deaf, head);
  const nowhere = ["agent", "--data", data, "--controller", "http://127.0.0.1:9"];
  const found = await findings(
    ...[...nowhere, "--sink", `virtual:${join(data, "none", "out.wav")}`],
    ...["--listen", `file:${deaf}`, "--serial", join(folder, "no-line"), "--board", "line"],
  );
  expect(found.codes).toMatchObject({
    ...{ controller: "controller-unreachable", clock: "clock-unchecked" },
    ...{ serial: "serial-silent", sink: "sink-failed" },
  });
  for (const { state, todo } of found.findings) if (state === "bad") expect(todo).toBeTruthy();
  const silent = await findings(
    ...[...nowhere, "--sink", `virtual:${join(data, "out.wav")}`, "--listen", `file:${deaf}`],
  );
  expect(silent.codes).toMatchObject({ sink: "ok", microphone: "microphone-silent" });
  const { code, out } = await doctor(...nowhere, "--quiet");
  expect(code).toBe(1);
  expect(out).toContain("✗ controller [controller-unreachable]");
  expect(out).toContain("→ Kiểm tra địa chỉ --controller");
  const missing = await findings(
    "agent",
    "--data",
    join(folder, "none"),
    "--controller",
    station.http,
  );
  expect(missing.codes).toMatchObject({ data: "data-missing" });
}, 120_000);

needing("socat")(
  "relay and meter are asked, and closed only while the test sounds",
  async () => {
    const data = fresh("serial");
    const board = new PtyBoard(boards["line"] as never, dice(1));
    await board.plug();
    let wasClosed = false;
    board.watts = () => {
      wasClosed ||= board.closed;
      return board.closed ? 30 : 0.5;
    };
    try {
      const found = await findings(
        ...["agent", "--data", data, "--controller", station.http],
        ...["--sink", `virtual:${join(data, "out.wav")}`],
        ...["--serial", board.path, "--board", "line"],
      );
      expect(found.codes).toMatchObject({ serial: "ok", sink: "ok" });
      const sink = found.findings.find(({ check }) => check === "sink");
      expect(sink?.figures).toEqual({ watts: 30 });
      expect([wasClosed, board.closed]).toEqual([true, false]);
    } finally {
      await board.close();
    }
  },
  60_000,
);

test("a controller: beside a running one, and on a bare machine", async () => {
  const running = await findings(
    ...["controller", "--data", join(station.dir, "controller")],
    ...["--http", new URL(station.http).host, "--mqtt", station.mqtt.replace(/^mqtt:\/\//, "")],
  );
  expect(running.codes).toMatchObject({
    ...{ node: "ok", data: "ok", clock: "ok", keys: "ok", database: "ok" },
    ...{ http: "ok", broker: "ok", codec: "ok", voice: "ok" },
  });
  const data = fresh("bare");
  writeFileSync(join(data, "vangxa.db"), "not a database");
  const bare = await findings(
    ...["controller", "--data", data, "--http", "127.0.0.1:0", "--broker", "mqtt://127.0.0.1:9"],
  );
  expect(bare.codes).toMatchObject({
    ...{ keys: "no-keys", database: "database-damaged", broker: "broker-unreachable" },
  });
  expect(bare.code).toBe(1);
}, 60_000);

test("the microphone is calibrated on the street, against messages that do not sound; only figures are kept", async () => {
  const data = fresh("calibrated");
  mkdirSync(join(data, "audio"));
  for (let n = 0; n < 10; n++) keepSound(join(data, "audio"), seconds48(27, 200 + n, 0.3));
  const heard = join(folder, "noisy.wav");
  const head = noiseWav(1, 0);
  head.writeUInt32LE(0x7f_ff_ff_00, 40);
  writeFileSync(heard, head);
  const hiss = seconds48(200, 7, 0.05).subarray(44);
  const began = Date.now();
  let written = 0;
  const writing = setInterval(() => {
    const due = Math.min(hiss.length, Math.floor((Date.now() - began) * 48) * 2);
    appendFileSync(heard, hiss.subarray(written, due));
    written = due;
  }, 50);
  const nobody = ["agent", "--data", data, "--controller", station.http, "--quiet"];
  const found = await findings(
    ...[...nobody, "--listen", `file:${heard}`, "--calibrate", "1"],
  ).finally(() => clearInterval(writing));
  const told = found.findings.find(({ check }) => check === "calibration");
  expect(told).toMatchObject({ code: "ok", figures: { messages: 10, minutes: 1 } });
  const text = readFileSync(join(data, "acoustic.json"), "utf8");
  expect(text.length).toBeLessThan(2_000);
  const tails = ownTails(text);
  expect(tails?.length).toBeGreaterThanOrEqual(SIMULATED.length);
  expect(tails).not.toEqual(SIMULATED);
}, 300_000);

test("--help and a wrong word", async () => {
  expect((await doctor("--help")).out).toContain("vangxa doctor controller");
  expect(await doctor("agent", "--data")).toMatchObject({ code: 2 });
}, 30_000);
