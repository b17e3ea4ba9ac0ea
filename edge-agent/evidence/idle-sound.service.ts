import type { Report } from "../../contract/receipt.ts";
import type { Clock } from "../../contract/time.ts";
import type { Ear } from "./ear.ts";
import { hearIdle, type Intruder, NOTHING_HEARD } from "./idle-sound.ts";

export interface IdleSoundDeps {
  readonly ear: Pick<Ear, "onLevel">;
  readonly clock: Clock;
  readonly isBusy: () => boolean;
  readonly report: (report: Report) => Promise<void>;
}

/** Tells of a programme on our loudspeaker that nobody ordered. It is not cut: who sounds there is not on our line. */
export function watchSound({ ear, clock, isBusy, report }: IdleSoundDeps): void {
  let state = NOTHING_HEARD;
  ear.onLevel((level) => {
    const next = hearIdle(state, { at: clock.monotonic(), busy: isBusy(), level });
    state = next.state;
    if (!next.intruder) return;
    const detail = detailOf(next.intruder);
    void report({ kind: "alarm", alarm: "idle-sound", detail }).catch(() => undefined);
  });
}

function detailOf({ db, background, own, seconds, of }: Intruder): string {
  const usual = own === undefined ? "not known" : `${own.toFixed(1)} dBFS`;
  return `speech or music with no item: ${db.toFixed(1)} dBFS in ${seconds} of ${of} s; street ${background.toFixed(1)} dBFS, own items ${usual}`;
}
