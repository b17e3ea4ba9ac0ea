// Servers of a test: on loopback, on a free port, and really closed.
import type { Server } from "node:http";
import type { Server as TcpServer } from "node:net";

export const listen = (server: Server | TcpServer): Promise<void> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
export const close = (server: Server | TcpServer): Promise<void> =>
  new Promise((resolve) => {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close(() => resolve());
  });
