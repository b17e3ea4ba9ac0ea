import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { logIn, openBrowser, type Visit, violationsOf, visit } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { PASSWORD, startWebStation, type WebStation } from "../support/web-station.ts";

const test = needing("chromium");
const here = programPath("chromium") !== undefined;
const ADMIN = "mat khau quan tri vien";

let station: WebStation;
let browser: Browser;
beforeAll(async () => {
  if (!here) return;
  [station, browser] = await Promise.all([startWebStation(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await station?.stop();
}, 30_000);

async function as(who: string, width: number, act: (page: Page, one: Visit) => Promise<void>) {
  const one = await visit(browser, station.base, { width });
  try {
    await logIn(one.page, who, who === "admin" ? ADMIN : PASSWORD);
    await act(one.page, one);
    expect({ foreign: one.foreign, wrong: one.wrong }).toEqual({ foreign: [], wrong: [] });
  } finally {
    await one.context.close();
  }
}
const wider = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test(
  "the map shows what the list shows, asks nobody else, and opens the same drawer",
  {
    timeout: 60_000,
  },
  () =>
    as("admin", 1280, async (page) => {
      await page.goto(`${station.base}/clusters?map=1`);
      await page.locator(".map canvas").waitFor();
      await page.locator(".map-name", { hasText: "Thôn Đồng Ếch" }).waitFor();
      await page.getByRole("button", { name: "Cụm loa Nhà văn hoá Đông" }).click();
      await page.locator("figcaption strong", { hasText: "24 giờ qua" }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.getByLabel("Thêm ghi chú").fill("Thay âm-li 250 W.");
      await page.getByRole("button", { name: "Ghi lại" }).click();
      await page.getByRole("dialog").getByText("Quản trị hệ thống").waitFor();
    }),
);

test(
  "each part of administration and the reach page stands at 360 px without a finding",
  {
    timeout: 90_000,
  },
  () =>
    as("admin", 360, async (page) => {
      const found: string[] = [];
      const parts = [
        "people",
        "units",
        "boards",
        "import",
        "lexicon",
        "days",
        "targets",
        "backups",
      ];
      for (const route of [
        ...parts.map((part) => `admin?part=${part}`),
        "reach",
        "guide",
        "more",
      ]) {
        await page.goto(`${station.base}/${route}`);
        await page.locator("h1").waitFor();
        await page.waitForLoadState("networkidle").catch(() => undefined);
        for (const one of await violationsOf(page)) found.push(`${route}: ${one}`);
        const over = await wider(page);
        if (over > 0) found.push(`${route}: ${over} px too wide`);
      }
      expect(found).toEqual([]);
    }),
);

test("each picture of reach has a title, a sentence and its table", { timeout: 60_000 }, () =>
  as("admin", 1280, async (page) => {
    await page.goto(`${station.base}/reach`);
    await page.locator("figure.chart").first().waitFor();
    const figures = page.locator("figure.chart");
    for (let at = 0; at < (await figures.count()); at += 1) {
      const one = figures.nth(at);
      expect(await one.locator("figcaption strong").textContent()).not.toBe("");
      await one.locator("summary").click();
      expect(await one.locator("table tbody tr").count()).toBeGreaterThan(0);
    }
  }),
);

test("the guide prints on two pages of A4", { timeout: 60_000 }, () =>
  as("soan", 1280, async (page) => {
    await page.goto(`${station.base}/guide`);
    await page.getByRole("heading", { name: "2. Tin khẩn cấp" }).waitFor();
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2);
  }),
);

test("an auditor sees administration without one thing to write with", { timeout: 60_000 }, () =>
  as("kiemtra", 1280, async (page) => {
    for (const part of ["people", "units", "lexicon", "days", "targets"]) {
      await page.goto(`${station.base}/admin?part=${part}`);
      await page.locator("main .card").first().waitFor();
      await page.waitForTimeout(300);
      expect([part, await page.locator("main .card .button").count()]).toEqual([part, 0]);
    }
    await page.goto(`${station.base}/clusters?cluster=cum-1`);
    await page.locator("figcaption strong", { hasText: "24 giờ qua" }).waitFor();
    for (const name of ["Phát thử 3 giây", "Ghi lại", "Tạo mã ghi danh", "Lưu"]) {
      expect(await page.getByRole("button", { name }).count()).toBe(0);
    }
  }),
);
