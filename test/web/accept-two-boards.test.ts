import type { Page } from "playwright-core";
import { expect } from "vitest";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { anotherBoard } from "../support/second-board.ts";
import { button, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const KEEPALIVE = 8;
const on = stage({ VANGXA_KEEPALIVE: String(KEEPALIVE) });

interface Pair {
  readonly startedAt: string | null;
  readonly outcome: string | null;
}
const pairs = async (id: string): Promise<readonly Pair[]> =>
  (
    await on.station.admin.get<{ occurrences: { clusters: Pair[] }[] }>(`/api/broadcasts/${id}`)
  ).occurrences.flatMap((one) => one.clusters);

async function hurry(page: Page, where: RegExp): Promise<void> {
  await page.goto(on.open("/emergency"));
  await page.getByLabel("Bản tin khẩn cấp").selectOption({ label: "Cảnh báo lũ" });
  await page.getByLabel("Tình huống", { exact: true }).fill("lũ");
  await page.getByLabel("Số lệnh").fill("1/LĐ");
  await page.getByRole("treeitem", { name: where }).click();
  await button(page, "Xem hậu quả và xác nhận").click();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByLabel("Gõ chữ PHÁT để xác nhận").fill("phát");
  await button(page, "Phát ngay").click();
}
const order = () =>
  until("the order", async () => {
    const { items } = await on.station.admin.get<{
      items: { id: string; level: string; state: string }[];
    }>("/api/broadcasts");
    return items.find((one) => one.level === "emergency");
  });

test("F4 two clusters confirm: n/n", { timeout: 150_000 }, async () => {
  await on.station.approved("Cảnh báo lũ", "khan-cap", "Nước đang lên. Bà con lên chỗ cao.");
  const second = await anotherBoard(on.station, "cum-2");
  try {
    await on.as("soan", {}, async ({ page }) => {
      await hurry(page, /^Cả Xã Trà Sơn/);
      await page.getByText("2/2 cụm đã xác nhận").waitFor({ timeout: 60_000 });
      const { id } = await order();
      await until("both outcomes", async () =>
        (await pairs(id)).every((one) => one.outcome === "played") ? true : undefined,
      );
    });
  } finally {
    await second.stop();
  }
});

test("F7 a later second approval sounds within 2 s", { timeout: 120_000 }, () =>
  // Who approved the words and orders them is one person: the order waits for another.
  on.as("duyet", {}, async ({ page: first }) => {
    await hurry(first, /^Thôn Đông /);
    await first.getByText("Chờ người thứ hai duyệt. Chưa có loa nào phát.").waitFor();
    const { id } = await order();
    expect((await pairs(id)).every((one) => one.startedAt === null)).toBe(true);
    await on.as("admin", {}, async ({ page }) => {
      await page.goto(on.open("/emergency"));
      const pressed = Date.now();
      await button(page, "Duyệt và phát ngay").click();
      const started = await until(
        "its first sound",
        async () => (await pairs(id)).find((one) => one.startedAt)?.startedAt ?? undefined,
      );
      expect(Date.parse(started) - pressed).toBeLessThanOrEqual(2_000);
    });
  }),
);

test(
  "E4 the filter of long silence lives in the address; E2 a silent board is offline within 1.5 keepalives",
  {
    timeout: 120_000,
  },
  () =>
    on.as("duyet", { width: 1280 }, async ({ page }) => {
      await page.goto(on.open("/clusters"));
      await page.getByLabel("Tình trạng").selectOption("long");
      await page.waitForURL(/state=long/);
      await page.reload();
      expect(await page.getByLabel("Tình trạng").inputValue()).toBe("long");
      await page.goto(on.open("/clusters?state=online"));
      const line = page.getByRole("button", { name: /Nhà văn hoá Đông/ });
      await line.waitFor();
      // Stopped, not ended: the connection stays open and says nothing more.
      process.kill(on.station.board.pid, "SIGSTOP");
      const silent = Date.now();
      try {
        await line.waitFor({ state: "detached", timeout: 60_000 });
        // The broker's limit, its look-out and the way to the screen; nothing but a log-off is quicker.
        expect(Date.now() - silent).toBeLessThanOrEqual(KEEPALIVE * 1_500 + 5_000);
        await page.goto(on.open("/clusters?state=offline"));
        await page.getByText("Mất kết nối").first().waitFor();
      } finally {
        process.kill(on.station.board.pid, "SIGCONT");
      }
    }),
);
