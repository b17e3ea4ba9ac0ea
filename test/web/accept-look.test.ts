import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { dateOfDay } from "../../contract/station-time.ts";
import { dayOf } from "../../controller/web/station.ts";
import { violationsOf } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";

const test = needing("chromium");
const on = stage();
const later = Date.now() + 3_600_000;
const week = `calendar?week=${dateOfDay(dayOf(later))}`;
const routes = [
  "today",
  "calendar",
  "compose",
  "speak",
  "library",
  "clusters",
  "emergency",
  "play-log",
  "reach",
  "reports",
  "admin",
  "more",
];

beforeAll(async () => {
  if (programPath("chromium") === undefined) return;
  await on.station.planned(
    await on.station.approved("Lịch tiêm chủng mở rộng cho trẻ em", "thong-bao", "Sáng mai tiêm."),
    new Date(later).toISOString(),
  );
}, 120_000);

async function each(page: Page, look: (route: string) => Promise<string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const route of routes) {
    await page.goto(on.open(`/${route}`));
    await page.locator("h1").waitFor();
    await page.waitForTimeout(200);
    found.push(...(await look(route)).map((one) => `${route}: ${one}`));
  }
  return found;
}

/** Controls and headings whose words are cut off, and pages that scroll sideways. */
const clipped = (page: Page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    const cut = [
      ...document.querySelectorAll<HTMLElement>("h1, h2, h3, p, label, .button, .badge, dt, dd"),
    ]
      .filter((one) => one.checkVisibility() && !one.closest(".hidden") && one.clientWidth > 1)
      .filter((one) => getComputedStyle(one).overflow !== "visible")
      .filter(
        (one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1,
      )
      .map((one) => `cut: ${one.outerHTML.slice(0, 80)}`);
    return [...(wide > 0 ? [`${wide} px too wide`] : []), ...cut];
  });

test("2 at 200 % zoom of 640 px nothing scrolls sideways", { timeout: 120_000 }, () =>
  on.as("admin", { width: 320 }, async ({ page }) => {
    expect(await each(page, () => clipped(page))).toEqual([]);
  }),
);

test("2 wider text spacing (WCAG 1.4.12) cuts nothing off", { timeout: 180_000 }, async () => {
  for (const width of [360, 1280]) {
    await on.as("admin", { width }, async ({ page }) => {
      const found = await each(page, async () => {
        // Through the object model: the page's own policy lets no style element in.
        await page.evaluate(() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(
            "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
          );
          document.adoptedStyleSheets = [sheet];
        });
        return clipped(page);
      });
      expect(found).toEqual([]);
    });
  }
});

test("8 texts that are a third longer fit", { timeout: 180_000 }, async () => {
  for (const width of [360, 1280]) {
    await on.as("admin", { width }, async ({ page }) => {
      const found = await each(page, async () => {
        await page.evaluate(() => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let one = texts.nextNode(); one; one = texts.nextNode()) {
            const said = (one.nodeValue ?? "").trim();
            // Numbers stay as long as they are in any language.
            if (!/\p{L}{2}/u.test(said)) continue;
            one.nodeValue = `${one.nodeValue}${said.slice(0, Math.ceil(said.length / 3))}`;
          }
        });
        return clipped(page);
      });
      expect(found).toEqual([]);
    });
  }
});

test("9 with reduced motion nothing moves by itself", { timeout: 120_000 }, () =>
  on.as("admin", {}, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    const moving = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("*")]
          .filter((one) => {
            const { transitionDuration, animationName } = getComputedStyle(one);
            return (
              animationName !== "none" ||
              transitionDuration.split(",").some((t) => parseFloat(t) > 0.01)
            );
          })
          .map((one) => one.outerHTML.slice(0, 80)),
      );
    expect(await each(page, moving)).toEqual([]);
  }),
);

test(
  "9 with forced colours every control still has an outline, and axe finds nothing",
  {
    timeout: 120_000,
  },
  () =>
    on.as("admin", { width: 1280 }, async ({ page }) => {
      await page.emulateMedia({ forcedColors: "active" });
      const bare = () =>
        page.evaluate(() =>
          [
            ...document.querySelectorAll<HTMLElement>(
              "button.button, a.button, input, select, textarea, .block",
            ),
          ]
            .filter(
              (one) =>
                one.checkVisibility() &&
                !one.matches("[type=radio], [type=checkbox], [type=file], .quiet"),
            )
            .filter((one) => parseFloat(getComputedStyle(one).borderTopWidth) === 0)
            .map((one) => `no border: ${one.outerHTML.slice(0, 80)}`),
        );
      expect(
        await each(page, async () => [...(await bare()), ...(await violationsOf(page))]),
      ).toEqual([]);
    }),
);

test(
  "1 every dialog that opens from a list passes axe, light and dark, and gives the focus back",
  {
    timeout: 180_000,
  },
  () =>
    on.as("duyet", {}, async ({ page }) => {
      const open = async (name: string, route: string, press: () => Promise<void>) => {
        await page.goto(on.open(`/${route}`));
        await press();
        await page.getByRole("dialog").waitFor();
        const found: string[] = [];
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          found.push(...(await violationsOf(page)).map((one) => `${name} ${colorScheme} ${one}`));
        }
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
        return found;
      };
      const item = page.getByRole("button", { name: /Lịch tiêm chủng/ }).first();
      expect([
        ...(await open("one order", week, () => item.click())),
        ...(await open("move", week, () => button(page, "Dời giờ").first().click())),
        ...(await open("one message", "library", () => item.click())),
        ...(await open("one cluster", "clusters", () =>
          page.getByRole("button", { name: /Nhà văn hoá Đông/ }).click(),
        )),
        ...(await open("freeze", "reports", () => button(page, "Chốt báo cáo").click())),
      ]).toEqual([]);
    }),
);
