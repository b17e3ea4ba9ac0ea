import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { resultsFolder } from "../../controller/report/page.ts";
import { openBrowser, type Visit, violationsOf, visit } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { content } from "../support/report-content.ts";

const test = needing("chromium");
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vangxa-ket-qua-"));
  const head = { seq: 7, link: "ab".repeat(32), root: "cd".repeat(32), day: "2026-06-12" };
  const one = { id: "bc-1", sha256: "ef".repeat(32), content: { ...content, head } };
  for (const [name, text] of resultsFolder([one, { ...one, id: "bc-2" }]))
    await writeFile(join(folder, name), text);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

async function opened(width: number, look: (at: Visit) => Promise<void>): Promise<void> {
  const at = await visit(browser, pathToFileURL(join(folder, "index.html")).href, { width });
  try {
    await look(at);
    expect(at.wrong).toEqual([]);
    const outside = at.foreign.filter((url) => !url.startsWith(pathToFileURL(folder).href));
    expect(outside).toEqual([]);
  } finally {
    await at.context.close();
  }
}

const tooWide = ({ page }: Visit) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test.each([360, 1280])("a copied folder of results opens from the disk, %i px wide", (width) =>
  opened(width, async (at) => {
    const { page } = at;
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOf(page)).toEqual([]);
    }
    await page
      .getByRole("link", { name: /Kết quả truyền thông/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 2, name: "Cách tính" }).waitFor();
    expect(page.url()).toBe(pathToFileURL(join(folder, "bc-1.html")).href);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOf(page)).toEqual([]);
    }
    expect(await tooWide(at)).toBeLessThanOrEqual(0);
    // The style is let in by the page's own policy.
    const cell = page.locator("td.n").first();
    expect(await cell.evaluate((one) => getComputedStyle(one).textAlign)).toBe("right");
    await page.getByRole("link", { name: "Các báo cáo khác" }).click();
    await page
      .getByRole("link", { name: /Kết quả truyền thông/ })
      .nth(1)
      .waitFor();
  }),
);

test("on paper the table fits the page and the links are gone", () =>
  opened(680, async (at) => {
    const { page } = at;
    await page
      .getByRole("link", { name: /Kết quả truyền thông/ })
      .first()
      .click();
    await page.getByRole("heading", { level: 2, name: "Cách tính" }).waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("link").count()).toBe(0);
    expect(await tooWide(at)).toBeLessThanOrEqual(0);
  }));
