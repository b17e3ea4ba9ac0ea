import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { DurationSchema, InstantSchema } from "../../contract/schema.ts";
import { type Duration, type Instant, instant } from "../../contract/time.ts";

/** The machine under the program: its steady clock goes on while only the program restarts, and begins anew with each boot. */
const MachineSchema = Type.Object({ boot: Type.String({ maxLength: 64 }), uptime: DurationSchema });
export type Machine = Static<typeof MachineSchema>;

/** What one run of the program leaves for the next about time. */
export const KeptTime = Type.Object({
  /** The newest verified `issued`. */
  floor: InstantSchema,
  /** The time when the program last knew it. */
  seen: InstantSchema,
  /** Hours without power that only the wall clock tells of, since the last signed time. */
  unconfirmed: DurationSchema,
  /** The wall clock was wrong then. */
  wrong: Type.Boolean(),
  /** How far `seen` could be from the truth; absent where no signed time had confirmed it. */
  uncertainty: Type.Optional(DurationSchema),
  keepsTime: Type.Optional(Type.Boolean()),
  /** The machine at the moment of `seen`; absent where the time was not sure. */
  machine: Type.Optional(MachineSchema),
});
export type KeptTime = Static<typeof KeptTime>;

const NOTHING: KeptTime = {
  floor: 0 as Instant,
  seen: 0 as Instant,
  unconfirmed: 0 as Duration,
  wrong: false,
};

/** From its file; what is torn or strange counts as nothing. */
export function readKept(text: string | undefined): KeptTime {
  try {
    const value: unknown = JSON.parse(text ?? "");
    if (Value.Check(KeptTime, value)) return value;
  } catch {
    // A file that is no JSON says nothing.
  }
  return NOTHING;
}

/** The last known time, carried on by the machine's steady clock where the machine has not restarted: then it is exact. */
export function carried(
  { seen, machine: then }: KeptTime,
  now: Machine | undefined,
): { readonly at: Instant; readonly exact: boolean } {
  if (!then || !now || then.boot !== now.boot || now.uptime < then.uptime) {
    return { at: seen, exact: false };
  }
  return { at: instant(seen + now.uptime - then.uptime), exact: true };
}
