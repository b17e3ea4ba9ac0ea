import { readFile } from "node:fs/promises";
import { makeClaims } from "./claims.ts";
import type { FleetSettings } from "./settings.ts";
import { staffApi } from "./staff-api.adapter.ts";

/** Requests in a person's name at a time. */
const TOGETHER = 10;

/** A claim code for each of these places in the row: from the command line, from a file, or made with a person's log-in. */
export async function claimsOf(
  settings: FleetSettings,
  env: Readonly<Record<string, string | undefined>>,
  places: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const { claims, claimFile, commune, controller } = settings;
  const written = claimFile === undefined ? "" : await readFile(claimFile, "utf8");
  const given = [...claims, ...written.split(/\s+/).filter((word) => word !== "")];
  // An empty variable is one that was not set.
  const token = env["VANGXA_TOKEN"] || undefined;
  const password = env["VANGXA_ADMIN_PASSWORD"] || undefined;
  const missing = places.length - given.length;
  if (missing > 0) {
    if (token === undefined && password === undefined)
      throw new Error(
        `Thiếu ${missing} mã đăng ký. Dùng --claim, --claims, hoặc đặt VANGXA_TOKEN hay VANGXA_ADMIN_PASSWORD để chương trình tự xin mã.`,
      );
    const username = env["VANGXA_USER"] || "admin";
    const api = await staffApi(controller, { token, username, password });
    given.push(...(await makeClaims(api, { count: missing, commune, together: TOGETHER })));
  }
  return new Map(places.map((place, at) => [place, given[at] as string]));
}
