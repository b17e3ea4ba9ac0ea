// What a program asked of its disk, and what it promised meanwhile, in the order in which the kernel saw it.
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { programPath } from "../support/needs.ts";

export type DiskEvent =
  | { readonly kind: "create"; readonly path: string }
  | { readonly kind: "write"; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: "cut"; readonly path: string; readonly size: number }
  | { readonly kind: "rename"; readonly path: string; readonly to: string }
  | { readonly kind: "remove"; readonly path: string }
  /** Of a file or of a folder. */
  | { readonly kind: "sync"; readonly path: string }
  /** What follows `promised ` in a line on standard output; its child processes may write there as well. */
  | { readonly kind: "said"; readonly text: string };

export const PROMISE = "promised ";

const CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink";

/** Runs Node with `args` under strace; paths outside `folder` are left out, those inside are told relative to it. */
export async function record(args: readonly string[], folder: string): Promise<DiskEvent[]> {
  const place = await mkdtemp(join(tmpdir(), "vangxa-strace-"));
  const log = join(place, "log");
  const how = ["-f", "-qq", "-y", "-xx", "-s", "4194304", "-o", log, "-e", `trace=${CALLS}`];
  try {
    await promisify(execFile)(
      programPath("strace") ?? "strace",
      [...how, process.execPath, ...args],
      {
        env: { ...process.env, UV_THREADPOOL_SIZE: "1" },
        maxBuffer: 64 * 1_048_576,
        timeout: 300_000,
      },
    );
    const reader = reading(folder);
    for await (const line of createInterface({ input: createReadStream(log) })) reader.line(line);
    return reader.events;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

const LINE = /^(\d+) +(?:<\.\.\. )?([a-z0-9]+)(?: resumed>|\()(.*)$/s;
const HEX = /\\x([0-9a-f]{2})/g;
const plain = (text: string): string =>
  text.replace(HEX, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
const bytesOf = (text: string): Buffer => Buffer.from(text.replace(/\\x/g, ""), "hex");
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/(?:\d+|AT_FDCWD)<([^>]*)>|"([^"]*)"/g)].map(([, fd, name]) =>
    plain(fd ?? name ?? ""),
  );

/** A call that another thread interrupts in the log takes two lines: writes count from the first, syncs from the second. */
function reading(folder: string) {
  const events: DiskEvent[] = [];
  const begun = new Map<string, string>();
  const sizes = new Map<string, number>();
  const inside = (path: string | undefined): string | undefined =>
    path === folder
      ? ""
      : path?.startsWith(`${folder}/`)
        ? path.slice(folder.length + 1)
        : undefined;

  function add(call: string, text: string): void {
    const [first, second] = pathsIn(text);
    if (call === "openat") {
      opened(inside(pathsIn(text.slice(text.lastIndexOf("=")))[0]), text);
      return;
    }
    if (call === "write" && text.startsWith("1<")) {
      for (const said of bytesOf(/"([^"]*)"/.exec(text)?.[1] ?? "")
        .toString()
        .split("\n"))
        if (said.startsWith(PROMISE))
          events.push({ kind: "said", text: said.slice(PROMISE.length) });
      return;
    }
    const path = inside(first);
    if (path === undefined) return;
    if (call === "fsync" || call === "fdatasync") events.push({ kind: "sync", path });
    else if (call === "unlink") events.push({ kind: "remove", path });
    else if (call === "rename") events.push({ kind: "rename", path, to: inside(second) ?? "" });
    else if (call === "ftruncate") cut(path, Number(/, (\d+)/.exec(text)?.[1]));
    else wrote(call, path, text);
  }

  function opened(path: string | undefined, text: string): void {
    if (path === undefined || !text.includes("O_CREAT")) return;
    if (!sizes.has(path)) events.push({ kind: "create", path });
    if (text.includes("O_TRUNC")) cut(path, 0);
    sizes.set(path, sizes.get(path) ?? 0);
  }

  function cut(path: string, size: number): void {
    events.push({ kind: "cut", path, size });
    sizes.set(path, size);
  }

  function wrote(call: string, path: string, text: string): void {
    const [, hex = "", rest = ""] = /"([^"]*)"(.*)$/s.exec(text) ?? [];
    const bytes = bytesOf(hex);
    const at =
      call === "pwrite64" ? Number(/, \d+, (\d+)/.exec(rest)?.[1]) : (sizes.get(path) ?? 0);
    events.push({ kind: "write", path, at, bytes });
    sizes.set(path, Math.max(sizes.get(path) ?? 0, at + bytes.length));
  }

  const early = (call: string) => call === "write" || call === "pwrite64";
  return {
    events,
    line(text: string): void {
      const [, thread = "", call = "", rest = ""] = LINE.exec(text) ?? [];
      if (call === "" || / = -1 E/.test(rest)) return;
      if (rest.endsWith("<unfinished ...>")) {
        if (early(call)) add(call, rest);
        else begun.set(thread, rest);
      } else if (text.includes("resumed>")) {
        if (!early(call)) add(call, `${begun.get(thread) ?? ""}${rest}`);
      } else add(call, rest);
    },
  };
}

export const folderOf = (path: string): string => (path.includes("/") ? dirname(path) : "");
