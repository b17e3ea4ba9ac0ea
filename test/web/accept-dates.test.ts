import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { dateOfDay } from "../../contract/station-time.ts";
import { dateText, dayOf } from "../../controller/web/station.ts";
import { dateShown, monthsLater } from "../../controller/web/typed-time.ts";
import { tabTo, violationsOf } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";
import { PASSWORD } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();
beforeAll(async () => {
  if (programPath("chromium") === undefined) return;
  const roles = [{ role: "province", place: "p-51" }];
  const person = { username: "tinh", name: "Trực đài tỉnh", password: PASSWORD, roles };
  await on.station.admin.post("/api/people", person);
}, 60_000);
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
/** Every place where a day, a month or a time is asked for, with how it is opened. */
const asking = [
  ["/play-log", 2],
  ["/reach", 2],
  ["/compose", 2, "Lặp lại"],
  ["/admin?part=merging", 1],
  ["/admin?part=days", 1],
  ["/admin?part=targets", 1],
  ["/admin?part=royalties", 2],
] as const;

test("no browser's own order of day and month: a date is dd/mm/yyyy and a time has 24 hours on every screen, in an American browser too", {
  timeout: 120_000,
}, async () => {
  const context = await on.browser.newContext({ locale: "en-US", timezoneId: "America/New_York" });
  try {
    const page = await context.newPage();
    await page.goto(on.station.base);
    await field(page, "Tên đăng nhập").fill("admin");
    await field(page, "Mật khẩu").fill("mat khau quan tri vien");
    await button(page, "Đăng nhập").click();
    await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
    for (const [path, days, open] of asking) {
      await page.goto(on.open(path));
      if (open) await page.getByText(open, { exact: true }).click();
      await page
        .getByPlaceholder("yyyy")
        .nth(days - 1)
        .waitFor();
      expect(
        await page.locator("input[type=date], input[type=time], input[type=month]").count(),
      ).toBe(0);
      const shown = await page
        .getByPlaceholder("dd/mm/yyyy")
        .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
      for (const one of shown) expect(one).toMatch(/^$|^\d\d\/\d\d\/\d{4}$/);
    }
  } finally {
    await context.close();
  }
});

test(
  "a date is read as people type it, shown in one form, and what is none is told in a sentence",
  {
    timeout: 60_000,
  },
  () =>
    on.as("duyet", {}, async ({ page }) => {
      await page.goto(on.open("/play-log"));
      const from = field(page, "Từ ngày");
      await from.fill("5/3/26");
      await from.blur();
      expect([await from.inputValue(), new URL(page.url()).searchParams.get("from")]).toEqual([
        "05/03/2026",
        "2026-03-05",
      ]);
      await from.fill("03/25/2026");
      await from.blur();
      const told = page.getByText("Ngày chưa đúng. Viết ngày/tháng/năm, ví dụ 05/03/2026.");
      await told.waitFor();
      expect(await from.getAttribute("aria-invalid")).toBe("true");
      expect(await from.getAttribute("aria-describedby")).toBe(await told.getAttribute("id"));
      expect(new URL(page.url()).searchParams.get("from")).toBeNull();
      expect(await violationsOf(page)).toEqual([]);
      await from.fill("05032026");
      await told.waitFor({ state: "detached" });
      await page.reload();
      expect(await from.inputValue()).toBe("05/03/2026");
    }),
);

test(
  "a day is chosen in the calendar by keys alone, and the focus comes back",
  {
    timeout: 60_000,
  },
  () =>
    on.as("soan", {}, async ({ page }) => {
      const today = dayOf(Date.now());
      await page.goto(on.open("/compose"));
      await page.getByText("Vào lúc", { exact: true }).click();
      await tabTo(page, "Mở lịch: Ngày");
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "Ngày" }).waitFor();
      await page.getByRole("button", { name: dateText(today), pressed: true }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      for (const key of ["PageDown", "ArrowDown", "ArrowRight", "Enter"])
        await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor({ state: "detached" });
      const day = dateOfDay(monthsLater(today, 1) + 8);
      expect(await field(page, "Ngày").inputValue()).toBe(dateShown(day));
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "Ngày" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(await field(page, "Ngày").inputValue()).toBe(dateShown(day));
    }),
);

test("an order goes out for the day and the time that were typed, station time", {
  timeout: 60_000,
}, async () => {
  const message = await on.station.approved("Tin hẹn giờ", "thong-bao", "Đài xã hẹn giờ.");
  const day = dayOf(Date.now()) + 3;
  await on.as("duyet", { zone: "America/Los_Angeles" }, async ({ page }) => {
    await page.goto(on.open(`/compose?message=${message}`));
    await page.getByText("Vào lúc", { exact: true }).click();
    await field(page, "Ngày").fill(dateText(day).replaceAll("/", "-"));
    await field(page, "Giờ").fill("17h45");
    await button(page, "Lên lịch phát").click();
    // One of its two clusters has no board, which the page tells before it orders.
    await button(page, "Vẫn lên lịch").click();
    await page.getByText("Đã lên lịch phát.").waitFor();
  });
  const by = await on.station.by("duyet");
  const { items } = await by.get<{ items: { title: string; when: { at: string } }[] }>(
    "/api/broadcasts",
  );
  const mine = items.find((one) => one.title === "Tin hẹn giờ");
  expect(Date.parse(mine?.when.at ?? "")).toBe(Date.parse(`${dateOfDay(day)}T17:45:00+07:00`));
});

test("a province's deadline is typed like every other day", { timeout: 60_000 }, async () => {
  await on.as("tinh", {}, async ({ page }) => {
    await page.goto(on.open("/province"));
    await page.getByRole("button", { name: "Gửi tin bắt buộc phát" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByPlaceholder("dd/mm/yyyy").waitFor();
    await dialog.getByPlaceholder("hh:mm").waitFor();
    await dialog.getByRole("button", { name: /^Mở lịch/ }).click();
    await page.getByRole("dialog").nth(1).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").nth(1).waitFor({ state: "detached" });
    expect(await dialog.count()).toBe(1);
  });
});
