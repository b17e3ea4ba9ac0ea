import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A cable between a browser and a station that can be pulled out: what runs over it breaks, and nothing new gets through. */
export interface Cable {
  readonly base: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function cable(to: string): Promise<Cable> {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  const listen = (at: number): Promise<Server> =>
    new Promise((go) => {
      const server = createServer((near) => {
        const far = connect(Number(port), hostname);
        for (const [one, other] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(one);
          one.pipe(other);
          one.on("error", () => undefined);
          one.on("close", () => {
            sockets.delete(one);
            other.destroy();
          });
        }
      });
      server.listen(at, "127.0.0.1", () => go(server));
    });
  let server = await listen(0);
  const own = (server.address() as AddressInfo).port;
  const cut = async () => {
    const closed = new Promise((go) => server.close(go));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    base: `http://127.0.0.1:${own}`,
    cut,
    mend: async () => {
      server = await listen(own);
    },
    close: cut,
  };
}
