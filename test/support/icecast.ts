// A real icecast2 on a free loopback port with a configuration of its own in a temporary folder, and what feeds it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programPath } from "./needs.ts";

export interface Icecast {
  readonly url: (mount: string) => string;
  /** Sends a sound file to a mount, again and again, in real time; resolves once listeners can hear it. */
  feed(mount: string, file: string, codec: "mp3" | "opus"): Promise<Feeder>;
  stop(): Promise<void>;
}

export interface Feeder {
  /** Dies at once, as a studio that loses its power. */
  kill(): Promise<void>;
}

const CODECS = {
  mp3: ["-c:a", "libmp3lame", "-b:a", "128k", "-content_type", "audio/mpeg", "-f", "mp3"],
  opus: ["-c:a", "libopus", "-b:a", "96k", "-content_type", "application/ogg", "-f", "ogg"],
} as const;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

export async function startIcecast(): Promise<Icecast> {
  const folder = mkdtempSync(join(tmpdir(), "vangxa-icecast-"));
  chmodSync(folder, 0o777);
  const port = await freePort();
  const file = join(folder, "icecast.xml");
  writeFileSync(file, configuration(folder, port));
  const children = new Set<ChildProcess>();
  const server = run(programPath("icecast2") ?? "icecast2", ["-c", file], children);
  await answering(`http://127.0.0.1:${port}/`, (status) => status > 0);

  return {
    url: (mount) => `http://127.0.0.1:${port}/${mount}`,
    async feed(mount, sound, codec) {
      const to = `icecast://source:loopback@127.0.0.1:${port}/${mount}`;
      const input = ["-v", "error", "-nostdin", "-re", "-stream_loop", "-1", "-i", sound];
      const ffmpeg = programPath("ffmpeg") ?? "ffmpeg";
      const child = run(ffmpeg, [...input, ...CODECS[codec], "-flush_packets", "1", to], children);
      await answering(`http://127.0.0.1:${port}/${mount}`, (status) => status === 200);
      return { kill: () => ended(child) };
    },
    async stop() {
      await Promise.all([...children].map((child) => ended(child)));
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(program: string, args: readonly string[], children: Set<ChildProcess>): ChildProcess {
  const child = spawn(program, [...args], { stdio: "ignore" });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Waits until an address answers as it should; only the head of the answer is read. */
async function answering(url: string, right: (status: number) => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (right(await statusOf(new URL(url)))) return;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error(`${url} does not answer`);
}

function statusOf({ hostname, port, pathname }: URL): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on("connect", () => socket.write(`GET ${pathname} HTTP/1.0\r\n\r\n`));
    socket.on("data", (bytes) => {
      socket.destroy();
      resolve(Number(/^HTTP\/1\.\d (\d+)/.exec(bytes.toString("latin1"))?.[1] ?? 0));
    });
    socket.on("error", () => resolve(0));
    socket.on("close", () => resolve(0));
  });
}

/** As root it must give the root's rights away, or it refuses to run. */
const owner = (): string =>
  process.getuid?.() === 0
    ? "<changeowner><user>nobody</user><group>nogroup</group></changeowner>"
    : "";

const configuration = (folder: string, port: number): string => `<icecast>
  <limits><clients>20</clients><sources>5</sources><source-timeout>3</source-timeout>
    <burst-on-connect>1</burst-on-connect><burst-size>65535</burst-size></limits>
  <authentication><source-password>loopback</source-password><admin-user>admin</admin-user>
    <admin-password>loopback</admin-password></authentication>
  <hostname>127.0.0.1</hostname>
  <listen-socket><port>${port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <paths><basedir>/usr/share/icecast2</basedir><logdir>${folder}</logdir>
    <webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot></paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>2</loglevel></logging>
  <security><chroot>0</chroot>${owner()}</security>
</icecast>
`;
