import type { Page } from "playwright-core";
import { expect } from "vitest";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";

const test = needing("chromium", "ffmpeg");
const on = stage();

/** What axe finds in both themes, and how much wider than the screen the page is. */
async function look(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violationsOf(page)).map((one) => `${name} ${colorScheme}: ${one}`));
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return wide > 0 ? [...found, `${name}: ${wide} px too wide`] : found;
}

test.each([320, 1_280])(
  "the live microphone passes axe, light and dark, %i px wide: closed, open, on the air, over",
  { timeout: 120_000 },
  (width) =>
    on.as("duyet", { width }, async ({ page, context }) => {
      await context.grantPermissions(["microphone"]);
      await page.goto(on.open("/compose"));
      const place = page.getByRole("treeitem", { name: /Nhà văn hoá Đông/ }).first();
      await place.waitFor();
      if ((await place.getAttribute("aria-checked")) !== "true") await place.click();
      const found = await look(page, "closed");
      await button(page, "Mở micro để nói trực tiếp").click();
      const start = button(page, "Bắt đầu nói");
      await start.waitFor();
      expect(await start.isDisabled()).toBe(true);
      found.push(...(await look(page, "open")));
      await page.getByLabel("Nội dung buổi nói").fill("Họp thôn tối nay");
      await start.click();
      await page.getByText("Đang phát trực tiếp").waitFor();
      found.push(...(await look(page, "on the air")));
      await button(page, "Kết thúc").click();
      await page.getByText("Buổi nói đã kết thúc").waitFor();
      found.push(...(await look(page, "over")));
      expect(found).toEqual([]);
    }),
);
