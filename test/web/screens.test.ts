import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { dateOfDay } from "../../contract/station-time.ts";
import { dayOf, isoAt } from "../../controller/web/station.ts";
import { logIn, openBrowser, tabTo, type Visit, violationsOf, visit } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { keepPicture } from "../support/pictures.ts";
import { PASSWORD, startWebStation, type WebStation } from "../support/web-station.ts";

const test = needing("chromium");
const here = programPath("chromium") !== undefined;
const routes = [
  "today",
  "compose?plan=1",
  "compose",
  "calendar",
  "library",
  "clusters",
  "emergency",
  "speak",
  "play-log",
  "reach",
  "reports",
  "province",
  "admin",
  "more",
  "claim",
];

let station: WebStation;
let browser: Browser;

beforeAll(async () => {
  if (!here) return;
  [station, browser] = await Promise.all([startWebStation(), openBrowser()]);
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await station?.stop();
}, 30_000);

async function as<T>(
  who: string,
  options: Parameters<typeof visit>[2],
  act: (one: Visit) => Promise<T>,
): Promise<T> {
  const one = await visit(browser, station.base, options);
  try {
    if (who !== "") await logIn(one.page, who, PASSWORD);
    const done = await act(one);
    expect({ foreign: one.foreign, wrong: one.wrong }).toEqual({ foreign: [], wrong: [] });
    return done;
  } finally {
    await one.context.close();
  }
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

describe("from an empty page to a proven broadcast, on a telephone of 360 px", () => {
  test("the writer hears it before saving and hands it in by touch", { timeout: 60_000 }, () =>
    as("soan", { touch: true }, async ({ page }) => {
      await page.getByRole("link", { name: "Soạn bản tin" }).tap();
      await page.getByLabel("Tiêu đề").fill("Họp thôn tối nay");
      await page.getByLabel("Chủ đề").selectOption("thong-bao");
      await page.getByLabel("Lời đọc").fill("Mời bà con họp lúc 19 giờ theo số 57-NQ/TW.");
      await page.reload();
      expect(await page.getByLabel("Tiêu đề").inputValue()).toBe("Họp thôn tối nay");
      await button(page, "Nghe thử").tap();
      await page.locator("blockquote").waitFor({ timeout: 30_000 });
      expect(await page.locator("blockquote").textContent()).toContain("năm mươi bảy");
      expect(await page.locator("audio").evaluate((one: HTMLAudioElement) => one.src)).toMatch(
        /^blob:/,
      );
      await page.getByText("2 cụm · khoảng 639 hộ").waitFor();
      await page.getByRole("treeitem", { name: /^Thôn Đồng Ếch/ }).click();
      await button(page, "Gửi duyệt").tap();
      await page.getByText("Đã gửi duyệt").waitFor({ timeout: 30_000 });
    }),
  );

  test(
    "somebody else approves and orders it by one press, and sees it played without a reload",
    { timeout: 90_000 },
    () =>
      as("duyet", {}, async ({ page }) => {
        await page.getByText("1 cụm · khoảng 431 hộ").waitFor();
        await page.getByText("phát ngay sau khi duyệt").waitFor();
        await button(page, "Duyệt & lên lịch").click();
        await page.getByText("đã phát 1/1").waitFor({ timeout: 45_000 });
        await page.getByRole("link", { name: "Thêm" }).click();
        await page.getByRole("link", { name: "Tiếp cận" }).click();
        await page.getByText(/431 trên 639 hộ/).waitFor();
      }),
  );

  test("by keyboard alone an approved message goes on air again", { timeout: 60_000 }, () =>
    as("duyet", {}, async ({ page }) => {
      await page.goto(`${station.base}/compose?plan=1`);
      await page.getByRole("option", { name: "Họp thôn tối nay" }).waitFor({ state: "attached" });
      await tabTo(page, "Bản tin đã duyệt");
      await page.keyboard.press("ArrowDown");
      await page.getByRole("treeitem", { name: "Cả Xã Trà Sơn" }).waitFor();
      await tabTo(page, "Cả Xã Trà Sơn");
      for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "Space"])
        await page.keyboard.press(key);
      await tabTo(page, "Lên lịch phát");
      await page.keyboard.press("Enter");
      await page.getByText("Đã lên lịch phát").waitFor({ timeout: 30_000 });
    }),
  );
});

describe("every screen", () => {
  for (const width of [360, 1280]) {
    test(
      `axe finds nothing, light and dark, ${width} px wide; nothing is wider than the screen`,
      { timeout: 90_000 },
      () =>
        as("", { width }, async ({ page }) => {
          const found: string[] = [...(await violationsOf(page))];
          await page.getByLabel("Tên đăng nhập").fill("admin");
          await page.getByLabel("Mật khẩu").fill("mat khau quan tri vien");
          await button(page, "Đăng nhập").click();
          await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
          for (const route of routes) {
            await page.goto(`${station.base}/${route}`);
            await page.locator("h1").waitFor();
            await page.waitForLoadState("load");
            await page.waitForTimeout(150);
            for (const colorScheme of ["light", "dark"] as const) {
              await page.emulateMedia({ colorScheme });
              for (const one of await violationsOf(page))
                found.push(`${route} ${colorScheme} ${one}`);
            }
            if (!/[?]|more|claim|province/.test(route)) await keepPicture(page, route);
            if (width === 360) {
              await page.setViewportSize({ width: 320, height: 760 });
              const wider = await page.evaluate(
                () => document.documentElement.scrollWidth - innerWidth,
              );
              if (wider > 0) found.push(`${route}: ${wider} px too wide at 320`);
              await page.setViewportSize({ width: 360, height: 760 });
            }
          }
          expect(found).toEqual([]);
        }),
    );
  }

  test("dialogs too, and the focus comes back", () =>
    as("duyet", { width: 360 }, async ({ page }) => {
      await page.goto(`${station.base}/clusters`);
      const line = page.getByRole("button", { name: /Nhà văn hoá Đông/ });
      await line.click();
      await page.getByRole("dialog").waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(await line.evaluate((one) => one === document.activeElement)).toBe(true);
    }));
});

test("an auditor is shown nothing to write with, and is refused it", () =>
  as("kiemtra", { width: 1280 }, async ({ page }) => {
    expect(await page.getByRole("link", { name: /Soạn/ }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "KHẨN CẤP" }).count()).toBe(0);
    const status = await page.evaluate(async () => {
      const reply = await fetch("/api/messages", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ title: "x", theme: "thong-bao", language: "vie", text: "x" }),
      });
      return reply.status;
    });
    expect(status).toBe(403);
  }));

test("'dong ech' finds Đồng Ếch, and the filter is in the address", () =>
  as("duyet", {}, async ({ page }) => {
    await page.goto(`${station.base}/clusters`);
    await page.getByRole("searchbox").fill("dong ech");
    await page.getByRole("button", { name: /Đồng Ếch/ }).waitFor();
    await page.getByRole("button", { name: /Nhà văn hoá/ }).waitFor({ state: "detached" });
    expect(await page.getByRole("button", { name: /Đồng Ếch/ }).count()).toBe(1);
    expect(page.url()).toContain("q=dong+ech");
  }));

test("an emergency takes a typed word, never one press, and each board confirms it live", {
  timeout: 60_000,
}, async () => {
  await station.approved("Cảnh báo lũ quét", "khan-cap", "Lũ quét đang về. Bà con di dời ngay.");
  await as("soan", { width: 360 }, async ({ page }) => {
    await page.getByRole("link", { name: "KHẨN CẤP" }).click();
    const next = button(page, "Xem hậu quả và xác nhận");
    expect(await next.isDisabled()).toBe(true);
    await page.getByLabel("Bản tin khẩn cấp").selectOption({ label: "Cảnh báo lũ quét" });
    await page.getByLabel("Tình huống", { exact: true }).fill("lũ quét");
    await page.getByLabel("Số lệnh").fill("12/LĐ-PCTT");
    await page.getByRole("treeitem", { name: /^Thôn Đông/ }).click();
    await next.click();
    await page.getByText("Phát ngay tới 1 cụm, khoảng 431 hộ").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    const send = button(page, "Phát ngay");
    await page.getByLabel("Gõ chữ PHÁT để xác nhận").press("Enter");
    expect(await send.isDisabled()).toBe(true);
    await button(page, "Thôi").click();
    expect(await next.evaluate((one) => one === document.activeElement)).toBe(true);
    await next.click();
    await page.getByLabel("Gõ chữ PHÁT để xác nhận").fill("pha\u0301t");
    await send.click();
    await page.getByText("1/1 cụm đã xác nhận").waitFor({ timeout: 30_000 });
  });
});

test("in the week two arrows down and Enter move 11:00 to 11:30; dragging an hour adds an hour", {
  timeout: 60_000,
}, async () => {
  const message = await station.approved(
    "Lịch tiêm chủng",
    "thong-bao",
    "Sáng mai trạm y tế tiêm chủng.",
  );
  const day = dayOf(Date.now()) + 1;
  await station.planned(message, isoAt(day, 660));
  await as("duyet", { width: 1280 }, async ({ page }) => {
    await page.goto(`${station.base}/calendar?week=${dateOfDay(day)}`);
    const block = page.getByRole("button", { name: /\d\d:\d\d Lịch tiêm chủng/ });
    await block.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText(/dời sang 11:30/).waitFor();
    await page.getByRole("button", { name: /11:30 Lịch tiêm chủng/ }).waitFor();
    await block.scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(300);
    const box = await block.boundingBox();
    if (!box) throw new Error("the block is not drawn");
    await page.mouse.move(box.x + 10, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 10, box.y + 8 + 48, { steps: 6 });
    await page.mouse.up();
    await page.getByText(/dời sang 12:30/).waitFor();
  });
});

test("browsers in Hà Nội, London and Los Angeles show the same station times", {
  timeout: 60_000,
}, async () => {
  const seen: string[] = [];
  for (const zone of ["Asia/Ho_Chi_Minh", "UTC", "America/Los_Angeles"]) {
    await as("kiemtra", { zone }, async ({ page }) => {
      await page.locator(".slot-time").first().waitFor();
      seen.push((await page.locator(".slot-time").allTextContents()).join(" "));
    });
  }
  expect(seen[0]).toMatch(/\d\d:\d\d/);
  expect(new Set(seen).size).toBe(1);
});
