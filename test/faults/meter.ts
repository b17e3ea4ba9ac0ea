import type { Report } from "../../contract/receipt.ts";
import type { Duration } from "../../contract/time.ts";
import { createAmplifier } from "../../edge-agent/amplifier/amplifier.service.ts";
import { openBoard } from "../../edge-agent/amplifier/board.adapter.ts";
import { type Watch, watchPower } from "../../edge-agent/evidence/watch.service.ts";
import type { BoardProfile } from "../../firmware-config/board.ts";
import { boards } from "../../firmware-config/boards.ts";
import { type Dice, dice } from "../support/dice.ts";
import { type LineMood, PtyBoard } from "../support/pty-board.ts";
import { VirtualTime } from "../support/virtual-time.ts";

/** What is wrong with the amplifier while the item sounds. `half`: it falls silent before the middle. */
const states = ["alive", "alive", "dead", "no-signal", "half"] as const;
type Amp = (typeof states)[number];
const moods = ["noise", "before", "torn", "silent", "wrong-crc", "late"] as const;
/** The share of looks that the line spoils: from a good cable to one beside a motor. */
const qualities = [0, 0, 0.1, 0.3, 0.8] as const;

export interface MeterCampaign {
  readonly profile: string;
  readonly plays: number;
  /** Plays whose amplifier worked, by verdict. */
  readonly alive: Verdicts;
  /** Plays whose amplifier did not sound, or for less than half of them. */
  readonly dead: Verdicts;
  readonly spoilt: Readonly<Record<LineMood | "unplugged", number>>;
  /** The relay was still closed three seconds after an item although the line worked. */
  readonly leftOn: number;
}
type Verdicts = Record<"yes" | "weak" | "no" | "unknown", number>;

export const meterProfiles = Object.keys(boards).filter((name) => boards[name]?.meter);

/** Plays through real pseudo-terminals and the native serial driver; only the seconds are virtual. */
export async function meterCampaign(
  name: string,
  plays: number,
  seed: number,
): Promise<MeterCampaign> {
  const chance = dice(seed);
  const profile = boards[name] as BoardProfile;
  const board = new PtyBoard(profile, chance.fork(1));
  await board.plug();
  const desk = await openDesk(profile, board);
  const none = (): Verdicts => ({ yes: 0, weak: 0, no: 0, unknown: 0 });
  const [alive, dead] = [none(), none()];
  const spoilt = {
    well: 0,
    noise: 0,
    before: 0,
    torn: 0,
    silent: 0,
    "wrong-crc": 0,
    late: 0,
    unplugged: 0,
  };
  let leftOn = 0;
  try {
    for (let n = 0; n < plays; n++) {
      const amp = chance.pick(states);
      const play = {
        amp,
        quality: chance.pick(qualities),
        idle: chance.pick([5, 8, 20]),
        chance,
        spoilt,
      };
      const verdict = await desk.play(play);
      (amp === "alive" ? alive : dead)[verdict] += 1;
      board.mood = "well";
      await board.plug();
      await desk.seconds(3);
      if (profile.relay && board.closed) leftOn += 1;
    }
  } finally {
    await desk.close();
    await board.close();
  }
  return { profile: name, plays, alive, dead, spoilt, leftOn };
}

interface Play {
  readonly amp: Amp;
  readonly quality: number;
  /** Watts of the silent amplifier; a board is often sold with another one than its profile says. */
  readonly idle: number;
  readonly chance: Dice;
  readonly spoilt: Record<LineMood | "unplugged", number>;
}

/** The board's own amplifier service and power watch, on virtual seconds that wait for the real line. */
async function openDesk(profile: BoardProfile, board: PtyBoard) {
  const time = new VirtualTime();
  const line = await openBoard({ path: board.path, profile });
  const asked = new Set<Promise<unknown>>();
  const counted = <T>(one: Promise<T>): Promise<T> => {
    const over = one.then(
      () => undefined,
      () => undefined,
    );
    asked.add(over);
    void over.then(() => asked.delete(over));
    return one;
  };
  let busy = false;
  const report = async (_: Report): Promise<void> => undefined;
  const common = { clock: time, timers: time, isBusy: () => busy, report };
  const relay = { ...line.relay, set: (on: boolean) => counted(line.relay.set(on)) };
  const amplifier = createAmplifier({ ...common, relay });
  const meter = line.meter && {
    ...line.meter,
    read: () => counted((line.meter as NonNullable<typeof line.meter>).read()),
  };
  if (!meter) throw new Error(`${profile.name} has no meter`);
  const watch: Watch = watchPower({
    ...common,
    meter,
    state: () => amplifier.state().at,
    cut: amplifier.cut,
  });

  async function seconds(count: number, each: () => Promise<void> = async () => undefined) {
    for (let left = count * 2; left > 0; left--) {
      if (left % 2 === 0) await each();
      await time.advance(500);
      while (asked.size > 0) await Promise.all(asked);
    }
  }

  async function spoil({ quality, chance, spoilt }: Play): Promise<void> {
    const out = chance.unit() < quality / 8;
    const mood = !out && chance.unit() < quality ? chance.pick(moods) : "well";
    board.mood = mood;
    if (out) await board.unplug();
    else await board.plug();
    spoilt[out ? "unplugged" : mood] += 1;
  }

  async function play(one: Play): Promise<keyof Verdicts> {
    const { amp, idle, chance } = one;
    const length = chance.whole(6, 14);
    const ends = (time.monotonic() + length * 1_000) as Duration;
    const stops = amp === "half" ? ends - length * 600 : ends;
    const carrier = () => !profile.relay || board.closed;
    const signal = () => busy && time.monotonic() < stops && (amp === "alive" || amp === "half");
    board.watts = () => {
      if (!carrier() || amp === "dead") return chance.between(0, 1);
      return idle + chance.between(-0.4, 0.4) + (signal() ? chance.between(2, 40) : 0);
    };
    busy = true;
    const from = amplifier.expect(time.monotonic());
    await seconds(0.5);
    amplifier.sounds();
    await seconds(length, () => spoil(one));
    busy = false;
    amplifier.idle();
    const proof = watch.prove([{ from, to: time.monotonic() }], 0);
    await seconds(3, () => spoil(one));
    return (await proof)?.verdict ?? "unknown";
  }

  return {
    seconds,
    play,
    async close() {
      watch.stop();
      await amplifier.stop();
    },
  };
}
