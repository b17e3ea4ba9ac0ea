import type { Page } from "playwright-core";
import { expect } from "vitest";
import { needing } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const on = stage();
const place = (page: Page, name: RegExp) => page.getByRole("treeitem", { name });

async function prepare(page: Page, where = /^Thôn Đông /): Promise<void> {
  await page.goto(on.open("/emergency"));
  await page.getByLabel("Bản tin khẩn cấp").selectOption({ label: "Cảnh báo lũ quét" });
  await page.getByLabel("Tình huống", { exact: true }).fill("lũ quét");
  await page.getByLabel("Số lệnh").fill("12/LĐ-PCTT");
  await place(page, where).click();
}
const next = (page: Page) => button(page, "Xem hậu quả và xác nhận");
const word = (page: Page) => page.getByLabel("Gõ chữ PHÁT để xác nhận");

interface Order {
  readonly id: string;
  readonly level: string;
  readonly state: string;
  readonly title: string;
}
const orders = async (): Promise<readonly Order[]> =>
  (await on.station.admin.get<{ items: Order[] }>("/api/broadcasts")).items.filter(
    (one) => one.level === "emergency",
  );
const detail = (id: string) =>
  on.station.admin.get<{
    createdAt: string;
    notYetStopped: number;
    occurrences: {
      clusters: { cluster: string; startedAt: string | null; outcome: string | null }[];
    }[];
  }>(`/api/broadcasts/${id}`);
const pairs = async (id: string) => (await detail(id)).occurrences.flatMap((one) => one.clusters);
const over = (id: string) =>
  until(
    "its outcomes",
    async () => ((await pairs(id)).every((one) => one.outcome !== null) ? true : undefined),
    60_000,
  );

test("F1 never one press and never one Enter; F8 after a step back the focus is where it was", {
  timeout: 60_000,
}, async () => {
  await on.station.approved(
    "Cảnh báo lũ quét",
    "khan-cap",
    "Lũ quét đang về. Bà con thôn Đông di dời ngay lên nhà văn hoá. Mang theo giấy tờ và nước uống.",
  );
  await on.as("soan", {}, async ({ page }) => {
    await page.goto(on.open("/emergency"));
    expect(await next(page).isDisabled()).toBe(true);
    await prepare(page);
    await next(page).click();
    await page.getByText("Phát ngay tới 1 cụm, khoảng 431 hộ").waitFor();
    await word(page).press("Enter");
    expect(await button(page, "Phát ngay").isDisabled()).toBe(true);
    expect(await orders()).toEqual([]);
    await button(page, "Thôi").click();
    expect(await next(page).evaluate((one) => one === document.activeElement)).toBe(true);
  });
});

test(
  "F2 the word counts in any case, NFC or NFD; F3 two quick presses are one order; F7 sounding 2 s later at most",
  {
    timeout: 90_000,
  },
  () =>
    on.as("soan", {}, async ({ page }) => {
      await prepare(page);
      await next(page).click();
      const send = button(page, "Phát ngay");
      for (const [text, off] of [
        ["phat", true],
        ["pha\u0301t", false],
        ["PHÁT", false],
        ["phát", false],
      ] as const) {
        await word(page).fill(text);
        expect([text, await send.isDisabled()]).toEqual([text, off]);
      }
      await send.dblclick({ delay: 20 });
      const [order, second] = await until("the order", async () => {
        const found = await orders();
        return found.length > 0 ? found : undefined;
      });
      expect(second).toBeUndefined();
      const started = await until(
        "its first sound",
        async () =>
          (await pairs(order?.id ?? "")).find((one) => one.startedAt)?.startedAt ?? undefined,
      );
      const ordered = Date.parse((await detail(order?.id ?? "")).createdAt);
      expect(Date.parse(started) - ordered).toBeLessThanOrEqual(2_000);
      await over(order?.id ?? "");
    }),
);

test(
  "F4 progress reaches n/n, and what did not confirm is listed to be called",
  {
    timeout: 90_000,
  },
  () =>
    on.as("soan", {}, async ({ page }) => {
      await prepare(page, /^Cả Xã Trà Sơn/);
      await next(page).click();
      await word(page).fill("phát");
      await button(page, "Phát ngay").click();
      const board = page.locator("section.card").filter({ hasText: "cụm đã xác nhận" }).first();
      await board.getByText("1/2 cụm đã xác nhận").waitFor({ timeout: 30_000 });
      await board.getByText("Gọi điện cho nơi chưa xác nhận").waitFor();
      await board.getByText(/Cụm loa Đồng Ếch/).waitFor();
      const [order] = await orders();
      await board.getByRole("button", { name: "Huỷ lệnh" }).click();
      await until("the cancel", async () =>
        (await orders())[0]?.state === "cancelled" ? true : undefined,
      );
      expect(order?.title).toBe("Cảnh báo lũ quét");
    }),
);

test("F6 a cancel silences the board within 3 s", { timeout: 90_000 }, () =>
  on.as("soan", {}, async ({ page }) => {
    await prepare(page);
    await next(page).click();
    await word(page).fill("phát");
    await button(page, "Phát ngay").click();
    const board = page.locator("section.card").filter({ hasText: "cụm đã xác nhận" }).first();
    await board.getByText(/đang phát/).waitFor({ timeout: 30_000 });
    const [order] = await orders();
    const pressed = Date.now();
    await board.getByRole("button", { name: "Huỷ lệnh" }).click();
    await until("silence", async () =>
      (await pairs(order?.id ?? "")).every((one) => one.outcome !== null) ? true : undefined,
    );
    expect(Date.now() - pressed).toBeLessThanOrEqual(3_000);
    await page.getByText("Đã huỷ, mọi cụm đã xác nhận dừng.").first().waitFor();
  }),
);

test(
  "F9 an exercise reaches no cluster outside exercise mode, and is called one everywhere",
  {
    timeout: 90_000,
  },
  () =>
    on.as("soan", {}, async ({ page }) => {
      await prepare(page);
      await page.getByText("Diễn tập", { exact: true }).click();
      await next(page).click();
      await page.getByRole("heading", { name: "DIỄN TẬP: phát tin khẩn cấp?" }).waitFor();
      await word(page).fill("phát");
      await button(page, "Phát ngay").click();
      await page.getByRole("heading", { name: "DIỄN TẬP: Cảnh báo lũ quét" }).waitFor();
      const [order] = await orders();
      await over(order?.id ?? "");
      const [pair] = await pairs(order?.id ?? "");
      expect([pair?.outcome, pair?.startedAt]).toEqual(["refused", null]);
    }),
);

test("an emergency ends in words: all-clear airs and the warning stops", {
  timeout: 120_000,
}, async () => {
  await on.station.approved("Báo yên", "khan-cap", "Lũ đã qua. Bà con có thể về nhà.");
  await on.as("duyet", {}, async ({ page }) => {
    await prepare(page);
    await next(page).click();
    await word(page).fill("phát");
    await button(page, "Phát ngay").click();
    const order = await until("the order", async () =>
      (await orders()).find((one) => ["active", "proposed"].includes(one.state)),
    );
    if (order.state === "proposed")
      await (await on.station.by("admin")).post(`/api/broadcasts/${order.id}/approve`, {});
    const board = page.locator("section.card").filter({ hasText: "cụm đã xác nhận" }).first();
    await board.getByText(/đang phát/).waitFor({ timeout: 30_000 });
    await board.getByRole("button", { name: "Báo yên" }).click();
    await page.getByLabel("Lời báo yên").selectOption({ label: "Báo yên" });
    await page.getByRole("dialog").getByRole("button", { name: "Báo yên" }).click();
    await until("the all-clear", async () => ((await orders()).length > 5 ? true : undefined));
  });
});
