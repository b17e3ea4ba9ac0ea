import { answerIn, bytesOf, sealed } from "../../firmware-config/frame.ts";

/** How a simulated board misbehaves from now on. */
export type Mood = "well" | "noise" | "silent" | "wrong-crc" | "unplugged";

/** A relay and a PZEM-004T behind one simulated serial line (units 1 and 2): a driver for the serial library, with levers. */
export class SerialBoard {
  mood: Mood = "well";
  closed = false;
  /** What the amplifier draws now. */
  watts = 0;
  readonly heard: string[] = [];
  #port: { deliver(bytes: Uint8Array): void; drop(): void } | undefined;

  readonly binding = {
    list: async () => [],
    open: async (options: object) => this.#open(options),
  };

  unplug(): void {
    this.mood = "unplugged";
    this.#port?.drop();
  }

  #open(openOptions: object) {
    if (this.mood === "unplugged") throw new Error("no such port");
    let waiting: ((bytes: Uint8Array) => void) | undefined;
    let failing: ((error: Error) => void) | undefined;
    let pending: Uint8Array = new Uint8Array(0);
    const port = {
      openOptions,
      isOpen: true,
      deliver(bytes: Uint8Array) {
        pending = Uint8Array.from([...pending, ...bytes]);
        const take = waiting;
        waiting = undefined;
        if (take) take(pending);
      },
      drop() {
        port.isOpen = false;
        failing?.(Object.assign(new Error("gone"), { disconnected: true }));
      },
      async read(buffer: Buffer, offset: number, length: number) {
        const bytes =
          pending.length > 0
            ? pending
            : await new Promise<Uint8Array>((resolve, reject) => {
                [waiting, failing] = [resolve, reject];
              });
        const size = Math.min(length, bytes.length);
        buffer.set(bytes.subarray(0, size), offset);
        pending = bytes.subarray(size);
        return { buffer, bytesRead: size };
      },
      write: async (bytes: Buffer) => this.#take(bytes),
      drain: async () => undefined,
      flush: async () => undefined,
      update: async () => undefined,
      set: async () => undefined,
      get: async () => ({ cts: false, dsr: false, dcd: false }),
      getBaudRate: async () => ({ baudRate: 9_600 }),
      async close() {
        port.isOpen = false;
        failing?.(Object.assign(new Error("closed"), { canceled: true }));
      },
    };
    this.#port = port;
    return port;
  }

  #take(bytes: Uint8Array): void {
    if (this.mood === "unplugged") throw new Error("gone");
    this.heard.push(Buffer.from(bytes).toString("hex"));
    if (this.mood === "silent") return;
    const coil = (on: boolean) => ({ kind: "coil", unit: 1, coil: 0, on }) as const;
    for (const on of [true, false]) {
      if (answerIn(coil(on), bytes).kind !== "done") continue;
      this.closed = on;
      this.#answer(bytesOf(coil(on)));
      return;
    }
    const [volts, amps, watts] = [2_302, Math.round(this.watts / 0.23), this.watts * 10];
    const words = [volts, amps & 0xff_ff, amps >> 16, Math.round(watts), 0, 0, 0, 500, 99, 0];
    this.#answer(sealed([2, 4, 20, ...words.flatMap((word) => [word >> 8, word & 0xff])]));
  }

  #answer(bytes: Uint8Array): void {
    const said = this.mood === "noise" ? bytes.map((byte, i) => byte * 7 + i) : bytes.slice();
    if (this.mood === "wrong-crc") said[said.length - 1] = (said.at(-1) ?? 0) ^ 1;
    setTimeout(() => this.#port?.deliver(said), 2);
  }
}
