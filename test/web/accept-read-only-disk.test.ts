// A board whose card takes no writes any more, as staff meet it: on Hôm nay, at its cluster, in the events and in the metrics.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import mqtt from "mqtt";
import { expect } from "vitest";
import type { Identity } from "../../edge-agent/link/identity.ts";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const on = stage();

/** Speaks of its health as the board would; the board itself has stopped, because a broker knows one client of a name. */
async function sayHealth(fields: object): Promise<void> {
  const file = join(on.station.dir, "a", "identity.json");
  const { agent, mqtt: link } = JSON.parse(readFileSync(file, "utf8")) as Identity;
  const client = await mqtt.connectAsync(link.url, {
    protocolVersion: 4,
    clientId: agent,
    username: link.username,
    password: link.password,
  });
  const body = JSON.stringify({ at: Date.now(), ...fields });
  await client.publishAsync(`vangxa/1/agent/${agent}/health`, body, { qos: 0 });
  await client.endAsync();
}

const troubled = async (): Promise<number> =>
  (await on.station.admin.get<{ items: unknown[] }>("/api/clusters?trouble=disk-read-only")).items
    .length;

test("staff see since when a card is read-only, why it matters and what to do; mended, all of it goes", {
  timeout: 120_000,
  // The board is stopped in it: there is no second try.
  retry: 0,
}, async () => {
  // Known to the controller first: who never said anything has no health either.
  await until("the board is heard", async () => {
    type Heard = { board: { online: boolean } | null };
    const { board } = await on.station.admin.get<Heard>("/api/clusters/cum-1");
    return board?.online ? true : undefined;
  });
  await on.station.board.stop();
  await sayHealth({ disk: "read-only" });
  await until("the cluster is troubled", async () => ((await troubled()) === 1 ? true : undefined));
  const metrics = await on.station.admin.text("/metrics", "text/plain");
  expect(metrics).toMatch(/^vangxa_boards_disk_read_only 1$/m);
  for (const [width, colorScheme] of [
    [360, "light"],
    [1_280, "dark"],
  ] as const)
    await on.as("soan", { width }, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.getByRole("heading", { name: "Thiết bị có thẻ nhớ chỉ đọc" }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole("link", { name: "Cụm loa Nhà văn hoá Đông" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("Thẻ nhớ chỉ còn đọc được từ").waitFor();
      await dialog.locator(".badge", { hasText: "thẻ nhớ chỉ đọc" }).waitFor();
      await dialog.getByText("Cần làm: thay thẻ nhớ").waitFor();
      expect(await violationsOf(page)).toEqual([]);
    });
  await sayHealth({});
  await until("the cluster is well", async () => ((await troubled()) === 0 ? true : undefined));
  await on.as("soan", {}, async ({ page }) => {
    await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
    expect(await page.getByText("Thiết bị có thẻ nhớ chỉ đọc").count()).toBe(0);
  });
});
