import type { SilenceRule } from "../../contract/plan.ts";
import { FRAMES_PER_SECOND } from "../player/player.ts";

/** Where the order says nothing: speech pauses are shorter, a dead line is lower. */
export const USUAL_SILENCE = { below: -50, after: 2_500 } as SilenceRule;
/** So much sound proves that a source is back, milliseconds. */
const BACK = 1_000;
const BLOCK = FRAMES_PER_SECOND / 10;

/** Tells a source that says nothing from one that speaks with pauses. */
export interface Quiet {
  hear(samples: Int16Array): void;
  /** Under the threshold for as long as the rule says. */
  isSilent(): boolean;
  /** Enough sound since it was silent, or since it was reset. */
  isBack(): boolean;
  reset(): void;
}

export function quietOf({ below, after }: SilenceRule): Quiet {
  const floor = (32_768 * 10 ** (below / 20)) ** 2;
  let [sum, count, quiet, loud] = [0, 0, 0, 0];

  function judge(power: number): void {
    if (power < floor) {
      quiet += 100;
      loud = Math.max(0, loud - 100);
    } else {
      quiet = 0;
      loud = Math.min(2 * BACK, loud + 100);
    }
    if (quiet >= after) loud = 0;
  }

  return {
    hear(samples) {
      for (const sample of samples) {
        sum += sample * sample;
        count += 1;
        if (count < BLOCK) continue;
        judge(sum / BLOCK);
        [sum, count] = [0, 0];
      }
    },
    isSilent: () => quiet >= after,
    isBack: () => loud >= BACK,
    reset() {
      [sum, count, quiet, loud] = [0, 0, 0, 0];
    },
  };
}
