import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { programPath } from "./needs.ts";
import { until } from "./small-centre.ts";

/** Without `norewinds` the null sink takes sound in bursts, which a card never does. A sound server of a test's own with one loudspeaker that only its monitor hears; ALSA reaches both as `pulse`. */
export async function soundLoop(folder: string): Promise<{ stop(): Promise<void> }> {
  const socket = join(folder, "native");
  const before = process.env["PULSE_SERVER"];
  process.env["PULSE_SERVER"] = `unix:${socket}`;
  const daemon: ChildProcess = spawn(
    programPath("pulseaudio") ?? "pulseaudio",
    [
      ...["-n", "--daemonize=no", "--system=false", "--exit-idle-time=-1", "--use-pid-file=no"],
      ...["--disallow-exit=true", "--log-level=error"],
      ...["-L", "module-null-sink sink_name=horn rate=48000 channels=1 norewinds=1"],
      ...["-L", `module-native-protocol-unix socket=${socket} auth-anonymous=1`],
    ],
    {
      stdio: "ignore",
      env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder },
    },
  );
  await until("the sound server", () => existsSync(socket), 20_000);
  return {
    async stop() {
      if (before === undefined) delete process.env["PULSE_SERVER"];
      else process.env["PULSE_SERVER"] = before;
      if (daemon.exitCode !== null) return;
      const gone = new Promise((resolve) => daemon.once("exit", resolve));
      daemon.kill("SIGTERM");
      await gone;
    },
  };
}
