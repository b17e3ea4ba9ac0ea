import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Reason } from "../../contract/reasons.ts";
import { SILENCE } from "../../contract/sources.ts";
import type { Source } from "../player/source.ts";
import type { Pace } from "./feed.ts";
import type { StreamAsk, StreamSaid } from "./session.adapter.ts";
import { createTally } from "./tally.ts";

export type StreamPace = Pick<Pace, "lead" | "opens">;

/** A stream that another thread runs, as the pump takes it: read without waiting, and counted by whose sound it was. */
export function streamSource(port: MessagePort, { lead, opens }: StreamPace): Source {
  const ready: { readonly samples: Int16Array; readonly source: string }[] = [];
  const tally = createTally();
  let used = 0; // frames of ready[0] already taken
  let end: Reason | undefined;
  let trouble: Reason | undefined;
  let finished = false;
  let isSoon = false;
  let isDue = false;

  const ask = (what: StreamAsk) => port.postMessage(what);
  function read(): void {
    for (let m = receiveMessageOnPort(port); m; m = receiveMessageOnPort(port)) {
      const said = m.message as StreamSaid;
      if ("samples" in said) ready.push(said);
      else if ("end" in said) end = said.end;
      else if ("finished" in said) finished = true;
      else trouble = said.trouble;
    }
  }

  return {
    warm: () => undefined,
    pull(into, at, most) {
      if (!isDue) ask({ due: true });
      isDue = true;
      read();
      let done = 0;
      for (let first = ready[0]; first && done < most; first = ready[0]) {
        const { samples, source } = first;
        const n = Math.min(most - done, samples.length - used);
        into.set(samples.subarray(used, used + n), at + done);
        tally.add(source, n);
        done += n;
        used += n;
        if (used < samples.length) break;
        ask({ taken: samples.length });
        ready.shift();
        used = 0;
      }
      return done;
    },
    state: () => (ready.length > 0 ? "open" : finished ? "ended" : (end ?? "open")),
    close: () => port.close(),
    stream: {
      soon() {
        if (!isSoon) ask({ soon: true });
        isSoon = true;
      },
      skip: (frames) => tally.add(SILENCE, frames),
      spans: tally.spans,
      lead,
      opens,
      ready() {
        if (ready.length < 2) read();
        return ready.reduce((sum, { samples }) => sum + samples.length, -used);
      },
      trouble: () => end ?? trouble,
    },
  };
}
