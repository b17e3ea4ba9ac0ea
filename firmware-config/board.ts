import { type Static, Type } from "typebox";
import { DurationSchema, ShortText } from "../contract/schema.ts";

/*
 * How an amplifier board on a serial line is spoken to, as data: a new board is a file, not a program. Frames are built and read in
 * frame.ts; the boards that are known are in boards.ts.
 */

const Unit = Type.Integer({ minimum: 1, maximum: 0xf8 });
const Register = Type.Integer({ minimum: 0, maximum: 0xff_ff });

/** One line of text; `answer` is a regular expression whose groups `volts`, `amps`, `watts` are figures. */
export const LineAsk = Type.Object({
  kind: Type.Literal("line"),
  say: ShortText,
  answer: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
});

/** Modbus function 5: one coil. */
export const CoilAsk = Type.Object({
  kind: Type.Literal("coil"),
  unit: Unit,
  coil: Register,
  on: Type.Boolean(),
});

/** Where a figure stands among the registers that were read; of two words the low one comes first. */
const Field = Type.Object({
  at: Type.Integer({ minimum: 0, maximum: 124 }),
  words: Type.Union([Type.Literal(1), Type.Literal(2)]),
  scale: Type.Number({ exclusiveMinimum: 0 }),
});

/** Modbus functions 4 (input registers) and 3 (holding registers). */
export const RegistersAsk = Type.Object({
  kind: Type.Literal("registers"),
  unit: Unit,
  table: Type.Union([Type.Literal("input"), Type.Literal("holding")]),
  first: Register,
  count: Type.Integer({ minimum: 1, maximum: 125 }),
  volts: Field,
  amps: Field,
  watts: Field,
});

export const Ask = Type.Union([LineAsk, CoilAsk, RegistersAsk]);
export type Ask = Static<typeof Ask>;

export const BoardProfile = Type.Object(
  {
    name: ShortText,
    baudRate: Type.Integer({ minimum: 300, maximum: 1_000_000 }),
    relay: Type.Optional(
      Type.Object({
        close: Ask,
        open: Ask,
        /** How long the amplifier needs before it passes sound. */
        warmUp: DurationSchema,
      }),
    ),
    meter: Type.Optional(
      Type.Object({
        ask: Ask,
        /** With the relay open the amplifier draws less than this; more is an alarm. */
        offWatts: Type.Number({ minimum: 0 }),
        /** What the amplifier draws when it is on and silent, until the board has learned it. */
        idleWatts: Type.Number({ minimum: 0 }),
        /** What a programme at 0 dB draws above that, at least. */
        riseWatts: Type.Number({ exclusiveMinimum: 0 }),
      }),
    ),
  },
  { additionalProperties: false },
);
export type BoardProfile = Static<typeof BoardProfile>;

export interface Reading {
  readonly volts: number;
  readonly amps: number;
  readonly watts: number;
}
