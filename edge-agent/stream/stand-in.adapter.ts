import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Sha256 } from "../../contract/ids.ts";
import { type Decoded, decodeFile } from "../player/decode.adapter.ts";
import { soundQueue } from "./queue.ts";

export interface StandInFile {
  readonly path: string;
  readonly sha256: Sha256;
}

/** The file that sounds where every source is silent: the signed hash or nothing, again from its start when it ends. */
export interface StandIn {
  usable(): boolean;
  take(frames: number): Int16Array | undefined;
  close(): void;
}

export function standIn(file: StandInFile): StandIn {
  const queue = soundQueue();
  let broken = false;
  let over = false;
  let port = begin();

  function begin(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    over = false;
    port2.on("message", (said: Decoded) => {
      if ("samples" in said) queue.push(said.samples);
      else {
        over = true;
        broken = said.end !== "ended";
        port2.close();
      }
    });
    void decodeFile({ ...file, skip: 0, port: port1 });
    return port2;
  }

  return {
    usable: () => !broken,
    take(frames) {
      const sound = queue.take(frames);
      if (sound && !over) port.postMessage({ taken: frames });
      if (sound || !over || broken) return sound;
      queue.trim(0);
      port = begin();
      return undefined;
    },
    close: () => port.close(),
  };
}
