import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needing } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const on = stage();

/** The first visit is over: the worker keeps the page and what it loaded. */
const settled = (page: Page) =>
  until("the worker's store", () =>
    page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      const wanted = performance
        .getEntriesByType("resource")
        .map((entry) => new URL(entry.name).pathname)
        .filter((path) => path.startsWith("/assets/"));
      const kept = await Promise.all(wanted.map((path) => caches.match(path)));
      return kept.every(Boolean) && (await caches.match("/today")) ? true : undefined;
    }),
  );

test("after the first visit the shell opens without a network; today shows its last data with their age", {
  timeout: 90_000,
}, async () => {
  const message = await on.station.approved("Tin giữ lại", "thong-bao", "Tin này được giữ lại.");
  const by = await on.station.by("duyet");
  const where = { clusters: ["cum-1"] };
  const order = { messageIds: [message], level: "normal", where, when: { now: true } };
  await by.post("/api/broadcasts", order);
  await on.as("duyet", {}, async ({ page, context }) => {
    await page.locator(".slot").filter({ hasText: "Tin giữ lại" }).waitFor();
    await settled(page);
    await page.waitForFunction(() => localStorage.getItem("vangxa.today")?.includes("Tin giữ lại"));
    await context.setOffline(true);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
    await page.locator(".slot").filter({ hasText: "Tin giữ lại" }).waitFor();
    await page.getByText(/Số liệu lúc \d\d:\d\d ngày \d\d\/\d\d; chưa tải được bản mới/).waitFor();
    await page.getByText(/Mất kết nối với đài/).waitFor();
    await context.setOffline(false);
  });
});

test(
  "a draft outlives the network, and is handed in once it is back, by a person",
  {
    timeout: 90_000,
  },
  () =>
    on.as("soan", {}, async ({ page, context }) => {
      await page.getByRole("link", { name: "Soạn tin" }).click();
      await page.getByLabel("Lời đọc").waitFor();
      await settled(page);
      await context.setOffline(true);
      await page.getByLabel("Lời đọc").fill("Mời bà con họp khi có mạng.");
      await button(page, "Gửi duyệt").click();
      await page.getByText("Không kết nối được với đài.").first().waitFor();
      await page.reload();
      await page.waitForFunction(
        () => document.querySelector("textarea")?.value === "Mời bà con họp khi có mạng.",
      );
      await context.setOffline(false);
      await page.reload();
      await button(page, "Gửi duyệt").click();
      await page.getByText("Đã gửi duyệt").waitFor({ timeout: 30_000 });
    }),
);

test("an urgent send without a network says so and is never sent by itself later", {
  timeout: 90_000,
}, async () => {
  await on.station.approved("Cảnh báo lũ", "khan-cap", "Lũ đang về. Bà con di dời ngay.");
  const orders = async () =>
    (await on.station.admin.get<{ items: { level: string }[] }>("/api/broadcasts")).items.filter(
      (one) => one.level === "emergency",
    ).length;
  await on.as("soan", {}, async ({ page, context }) => {
    await page.getByRole("link", { name: "KHẨN CẤP" }).click();
    await page.getByLabel("Bản tin khẩn cấp").selectOption({ label: "Cảnh báo lũ" });
    await page.getByLabel("Tình huống", { exact: true }).fill("lũ");
    await page.getByLabel("Số lệnh").fill("12/LĐ");
    await page.getByRole("treeitem", { name: /^Thôn Đông/ }).click();
    await button(page, "Xem hậu quả và xác nhận").click();
    await page.getByLabel("Gõ chữ PHÁT để xác nhận").fill("phát");
    await context.setOffline(true);
    await button(page, "Phát ngay").click();
    await page.getByText("Chưa có gì được gửi đi.").waitFor();
    await context.setOffline(false);
    await page.getByText(/Mất kết nối với đài/).waitFor({ state: "detached", timeout: 30_000 });
    await page.waitForTimeout(3_000);
    expect(await orders()).toBe(0);
  });
});
