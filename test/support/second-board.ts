import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import type { WebStation } from "./web-station.ts";

const vangxa = fileURLToPath(new URL("../../bin/vangxa.mjs", import.meta.url));

/** One more real board, claimed for a cluster of the station with this code or one of its own; who starts it stops it. */
export async function anotherBoard(
  station: WebStation,
  cluster: string,
  shown?: string,
): Promise<Child> {
  const code =
    shown ??
    (await station.admin.post<{ code: string }>(`/api/clusters/${cluster}/claim`, {})).code;
  const data = join(station.dir, cluster);
  const words = ["agent", "--data", data, "--controller", station.base, "--claim", code];
  const sink = ["--sink", `virtual:${data}.wav`, "--json"];
  const board = startChild(cluster, [vangxa, ...words, ...sink], process.env);
  await board.waitFor((said) => said["event"] === "enrolled", 40_000);
  return board;
}
