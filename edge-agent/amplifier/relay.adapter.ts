import type { SerialPortStream } from "@serialport/stream";
import type { Duration } from "../../contract/time.ts";
import type { Relay } from "./relay.ts";

type Binding = ConstructorParameters<typeof SerialPortStream>[0]["binding"];

export interface SerialSettings {
  readonly path: string;
  readonly baudRate?: number;
  readonly warmUp?: Duration;
  /** The driver; left out, the native one is loaded, which only boards with a serial line install. */
  readonly binding?: Binding;
}

/**
 * A relay board on a serial line. `RELAY 1\n` closes it, `RELAY 0\n` opens it; the board opens it by itself when it has heard
 * nothing for five seconds, so `RELAY 1` is repeated each second while sound is wanted.
 */
export async function openSerialRelay(settings: SerialSettings): Promise<Relay> {
  const { SerialPortStream } = await import("@serialport/stream");
  const binding = settings.binding ?? (await nativeBinding());
  const port = new SerialPortStream({
    binding,
    path: settings.path,
    baudRate: settings.baudRate ?? 9_600,
    autoOpen: false,
  });
  await new Promise<void>((resolve, reject) =>
    port.open((error) => (error ? reject(error) : resolve())),
  );
  port.on("error", () => undefined); // each write tells its own

  const write = (line: string): Promise<void> =>
    new Promise((resolve, reject) => {
      port.write(line, (error) => {
        if (error) return reject(error);
        port.drain((failed) => (failed ? reject(failed) : resolve()));
      });
    });

  return {
    warmUp: settings.warmUp ?? (300 as Duration),
    set: (closed) => write(closed ? "RELAY 1\n" : "RELAY 0\n"),
    async close() {
      if (!port.isOpen) return;
      await write("RELAY 0\n").catch(() => undefined);
      await new Promise<void>((resolve) => port.close(() => resolve()));
    },
  };
}

async function nativeBinding(): Promise<Binding> {
  const { autoDetect } = await import("@serialport/bindings-cpp");
  return autoDetect() as unknown as Binding;
}
