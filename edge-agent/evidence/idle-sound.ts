import { type Duration, seconds } from "../../contract/time.ts";
import type { SoundLevel } from "./sound-level.ts";

/** One second at the microphone. `level` is absent where it delivered nothing. */
export interface SoundLook {
  readonly at: Duration;
  /** An item is active, so our loudspeaker may sound. */
  readonly busy: boolean;
  readonly level: SoundLevel | undefined;
}

export interface IdleSound {
  /** dB of idle seconds without anything odd, the newest last. */
  readonly background: readonly number[];
  /** dB of seconds in which our own items sounded. */
  readonly own: readonly number[];
  /** Of the last idle seconds: was it a programme, as loud as ours? */
  readonly recent: readonly boolean[];
  readonly idleSince: Duration | undefined;
  readonly told: boolean;
}

export const NOTHING_HEARD: IdleSound = {
  background: [],
  own: [],
  recent: [],
  idleSince: undefined,
  told: false,
};

/** What an alarm says; no sound, only figures. */
export interface Intruder {
  readonly db: number;
  readonly background: number;
  /** How loud our own items are here; absent until some have sounded. */
  readonly own: number | undefined;
  readonly seconds: number;
  readonly of: number;
}

/** The end of an item echoes, and the microphone is late. */
const DRAIN = seconds(3);
const LATELY = 8;
/** Of the last `LATELY` seconds: with the microphone's delay the alarm comes within ten. */
const CERTAIN = 5;
const LEARNED = { background: 20, own: 10 };
const KEPT = { background: 300, own: 60 };
/** Speech and music; rain, wind and engines stay under it. */
const PROGRAMME = 0.85;
/** dB over the street, and under our own loudness, that still count. */
const OVER = 12;
const UNDER_OWN = 10;
/** dB over the street where nobody knows yet how loud our own loudspeaker is here. */
const OVER_UNKNOWN = 20;

/**
 * Is somebody else's programme on our loudspeaker? The street's own level and that of our items at this microphone are learned; a
 * stretch with the texture of speech or music, nearly as loud as our items, with none of them active, is told once.
 */
export function hearIdle(
  state: IdleSound,
  look: SoundLook,
): { readonly state: IdleSound; readonly intruder?: Intruder } {
  if (look.busy) return { state: learnOwn(state, look) };
  const idleSince = state.idleSince ?? look.at;
  const { level } = look;
  if (!level || look.at - idleSince < DRAIN) return { state: { ...state, idleSince } };
  const wanted = loudnessOf(state);
  const odd = wanted !== undefined && level.db >= wanted && level.contrast >= PROGRAMME;
  const recent = [...state.recent, odd].slice(-LATELY);
  const count = recent.filter(Boolean).length;
  const next = {
    ...state,
    idleSince,
    recent,
    told: state.told && count > 0,
    background: odd ? state.background : kept(state.background, level.db, KEPT.background),
  };
  if (count < CERTAIN || next.told) return { state: next };
  return {
    state: { ...next, told: true },
    intruder: {
      db: level.db,
      background: streetOf(state),
      own: ownOf(state),
      seconds: count,
      of: recent.length,
    },
  };
}

function learnOwn(state: IdleSound, { level }: SoundLook): IdleSound {
  const own = level ? kept(state.own, level.db, KEPT.own) : state.own;
  return { ...state, own, recent: [], idleSince: undefined, told: false };
}

const kept = (all: readonly number[], one: number, most: number): readonly number[] =>
  [...all, one].slice(-most);

const quarterFromTop = (all: readonly number[]): number =>
  [...all].sort((a, b) => b - a)[Math.floor(all.length / 4)] as number;

const streetOf = ({ background }: IdleSound): number => quarterFromTop(background);

/** Absent too where our own loudspeaker is not heard here: it says nothing about how loud another would be. */
function ownOf(state: IdleSound): number | undefined {
  if (state.own.length < LEARNED.own) return undefined;
  const own = quarterFromTop(state.own);
  return own >= streetOf(state) + OVER ? own : undefined;
}

/** dB from which a sound may be our loudspeaker's; `undefined` while the street is not known. */
function loudnessOf(state: IdleSound): number | undefined {
  if (state.background.length < LEARNED.background) return undefined;
  const [street, own] = [streetOf(state), ownOf(state)];
  return own === undefined ? street + OVER_UNKNOWN : Math.max(street + OVER, own - UNDER_OWN);
}
