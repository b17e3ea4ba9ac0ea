import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Child } from "../../demo/child.ts";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { stage } from "../support/stage.ts";
import { until } from "../support/station.ts";
import { startBoard } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();
// Bounds, not promises: other programs may have the machine.
const LONG = 120_000;

/** The board of the station once more, from the folder of its data; whoever starts it stops it. */
const again = (dir = on.station.dir): Child => startBoard({ dir, base: on.station.base });

interface Row {
  readonly title: string;
  readonly outcome: string;
  readonly clock: string | null;
}
const rowOf = async (title: string) => {
  const { items } = await on.station.admin.get<{ items: Row[] }>("/api/play-log?newest=true");
  return items.find((row) => row.title === title && row.outcome === "played");
};

/** Orders it some seconds ahead and waits until the board has its sound. */
async function armed(message: string, ahead: number): Promise<void> {
  const before = Date.now();
  await on.station.planned(message, new Date(before + ahead).toISOString());
  await on.station.board.waitFor(
    (said) => said["event"] === "armed" && Number(said["at"]) >= before,
    LONG,
  );
}

test("a play by a clock that no signed time had confirmed is marked in the log and in its evidence", {
  timeout: 300_000,
}, async () => {
  const title = "Nhắc lịch họp thôn";
  const message = await on.station.approved(title, "thong-bao", "Mời bà con đi họp thôn tối nay.");
  await armed(message, 30_000);
  await on.station.board.stop();
  // As after a power cut: what the board kept of the time is of a machine that has restarted since.
  const kept = join(on.station.dir, "a", "clock.json");
  const time = JSON.parse(readFileSync(kept, "utf8"));
  writeFileSync(kept, JSON.stringify({ ...time, machine: { boot: "before", uptime: 1 } }));
  const { controller } = on.station;
  let board: Child | undefined;
  try {
    // A controller that does not answer gives no time.
    process.kill(controller.pid, "SIGSTOP");
    board = again();
    await board.waitFor((said) => said["event"] === "ended" && said["as"] === "played", LONG);
    process.kill(controller.pid, "SIGCONT");
    const row = await until("its row", () => rowOf(title), LONG);
    expect(row.clock).toBe("unconfirmed");
    await on.as("kiemtra", {}, async ({ page }) => {
      await page.goto(on.open("/play-log"));
      const item = page.getByRole("listitem").filter({ hasText: title });
      await item.getByText("giờ chưa chắc").waitFor();
      await item.getByRole("button").first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("giờ chưa chắc").waitFor();
      const clock = dialog.locator("dt", { hasText: "Đồng hồ của thiết bị" }).locator("+ dd");
      expect(await clock.textContent()).toContain("chưa được xác nhận từ khi thiết bị khởi động");
      expect(await violationsOf(page)).toEqual([]);
    });
  } finally {
    process.kill(controller.pid, "SIGCONT");
    await board?.stop();
  }
});

interface Held {
  readonly agent: string;
  readonly why: string;
  readonly releasedAt: string | null;
  readonly reason: string | null;
}
const held = async () =>
  (await on.station.admin.get<{ items: Held[] }>("/api/quarantine")).items.at(0);

test("a copied board is not believed; an administrator says what was looked at and believes it again", {
  timeout: 300_000,
}, async () => {
  const { dir } = on.station;
  await on.station.board.stop();
  const copy = join(dir, "copy");
  mkdirSync(copy);
  cpSync(join(dir, "a"), join(copy, "a"), { recursive: true });
  // The one goes on, so that what the other does later is a second future of the same past.
  const title = "Bản tin của thiết bị gốc";
  const message = await on.station.approved(title, "thong-bao", "Kính chào bà con trong xã.");
  const one = again();
  try {
    await on.station.planned(message, new Date(Date.now() + 5_000).toISOString());
    await until("its play", () => rowOf(title), LONG);
  } finally {
    await one.stop();
  }
  const other = again(copy);
  try {
    await until("the doubt", async () => (await held())?.why === "cloned" || undefined, LONG);
    await on.as("admin", {}, async ({ page }) => {
      const card = page.locator("section.card").filter({ hasText: "Thiết bị chưa được tin" });
      await card.getByText(/Hai thiết bị dùng chung một khoá/).waitFor();
      await card.getByRole("button", { name: "Cho tin lại" }).click();
      const dialog = page.getByRole("dialog");
      const release = dialog.getByRole("button", { name: "Cho tin lại" });
      expect(await release.isDisabled()).toBe(true);
      expect(await violationsOf(page)).toEqual([]);
      await page.getByLabel("Đã kiểm tra những gì").fill("Đã thu thẻ nhớ sao chép.");
      await release.click();
      await page.getByText("Tin của thiết bị lại được tính.").waitFor();
      await card.waitFor({ state: "detached" });
    });
    expect(await held()).toMatchObject({ reason: "Đã thu thẻ nhớ sao chép." });
    expect((await held())?.releasedAt).not.toBeNull();
  } finally {
    await other.stop();
  }
});
