import type { Ask, BoardProfile } from "./board.ts";

const WARM_UP = 300 as NonNullable<BoardProfile["relay"]>["warmUp"];

/** PZEM-004T v3 by its maker's sheet: volts in tenths, amps in thousandths, watts in tenths, low word first. */
const pzem = (unit: number): Ask => ({
  kind: "registers",
  unit,
  table: "input",
  first: 0,
  count: 10,
  volts: { at: 0, words: 1, scale: 0.1 },
  amps: { at: 1, words: 2, scale: 0.001 },
  watts: { at: 3, words: 2, scale: 0.1 },
});

const coil = (on: boolean): Ask => ({ kind: "coil", unit: 1, coil: 0, on });
const modbusRelay = { close: coil(true), open: coil(false), warmUp: WARM_UP };
const lineRelay = {
  close: { kind: "line", say: "RELAY 1" },
  open: { kind: "line", say: "RELAY 0" },
  warmUp: WARM_UP,
} as const;
const usual = { offWatts: 3, idleWatts: 8, riseWatts: 6 };
const figure = "-?[0-9]+(?:\\.[0-9]+)?";

/** The boards that are built in, by the name that `--board` takes. */
export const boards: Readonly<Record<string, BoardProfile>> = {
  /** Text: `RELAY 1`, `RELAY 0`; opens by itself when it has heard nothing for five seconds. */
  "line-relay": { name: "line-relay", baudRate: 9_600, relay: lineRelay },
  /** The same with a meter: `POWER?` is answered `POWER 231.0 0.412 88.5` (V, A, W). */
  line: {
    name: "line",
    baudRate: 9_600,
    relay: lineRelay,
    meter: {
      ask: {
        kind: "line",
        say: "POWER?",
        answer: `^POWER (?<volts>${figure}) (?<amps>${figure}) (?<watts>${figure})$`,
      },
      ...usual,
    },
  },
  /** Modbus-RTU relay board, unit 1, first coil. */
  "modbus-relay": { name: "modbus-relay", baudRate: 9_600, relay: modbusRelay },
  /** An energy meter alone, at the address that every PZEM answers. */
  "pzem-004t": { name: "pzem-004t", baudRate: 9_600, meter: { ask: pzem(0xf8), ...usual } },
  /** Both on one line: relay at unit 1, meter at unit 2. */
  "modbus-relay-pzem": {
    name: "modbus-relay-pzem",
    baudRate: 9_600,
    relay: modbusRelay,
    meter: { ask: pzem(2), ...usual },
  },
};
