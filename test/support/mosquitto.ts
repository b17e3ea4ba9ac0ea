import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { pathOf } from "./programs.mjs";

export interface Mosquitto {
  readonly port: number;
  /** Reads the password and rule files again; connections stay. */
  reload(): void;
  stop(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });

/** Debian's broker on loopback with the files of a folder; nothing of it outlives `stop`. */
export async function mosquitto(folder: string): Promise<Mosquitto> {
  const port = await freePort();
  const config = join(folder, "mosquitto.conf");
  writeFileSync(
    config,
    [
      `listener ${port} 127.0.0.1`,
      "allow_anonymous false",
      `password_file ${join(folder, "mosquitto.passwords")}`,
      `acl_file ${join(folder, "mosquitto.acl")}`,
      "persistence false",
      "set_tcp_nodelay true",
      "max_queued_messages 100000",
      // As root it would become another user, who cannot read the files of this test.
      ...(process.getuid?.() === 0 ? ["user root"] : []),
      "",
    ].join("\n"),
  );
  chmodSync(config, 0o600);
  const child = spawn(pathOf("mosquitto") as string, ["-c", config, "-v"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (some) => {
    said += String(some);
  });
  const end = performance.now() + 5_000;
  while (!/mosquitto version .* running/.test(said)) {
    if (performance.now() > end || child.exitCode !== null) throw new Error(`mosquitto: ${said}`);
    await new Promise((go) => setTimeout(go, 10));
  }
  return {
    port,
    reload: () => child.kill("SIGHUP"),
    stop: () =>
      new Promise((done) => {
        if (child.exitCode !== null) return done();
        child.once("exit", () => done());
        child.kill("SIGTERM");
        return undefined;
      }),
  };
}
