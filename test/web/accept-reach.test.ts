import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { dateOfDay } from "../../contract/station-time.ts";
import { dayOf } from "../../controller/web/station.ts";
import { violationsOf } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const paper = needing("chromium", "pdftotext");
const on = stage();

beforeAll(async () => {
  if (programPath("chromium") === undefined) return;
  // A hamlet whose reach lies between two targets.
  const served = [{ hamlet: "thon-dong", share: 0.8 }];
  await on.station.admin.post("/api/clusters", {
    id: "cum-3",
    name: "Cụm loa Bưu điện",
    commune: "21024",
    hamlets: ["thon-dong-ech"],
  });
  const logged = await fetch(`${on.station.base}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "admin", password: "mat khau quan tri vien" }),
  });
  const { token } = (await logged.json()) as { token: string };
  const changed = await fetch(`${on.station.base}/api/clusters/cum-1`, {
    method: "PATCH",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ hamlets: served }),
  });
  expect(changed.status).toBe(200);
  const message = await on.station.approved("Lịch gieo sạ", "ky-nang-so", "Mời bà con gieo sạ.");
  const by = await on.station.by("duyet");
  const where = { clusters: ["cum-1"] };
  await by.post("/api/broadcasts", {
    messageIds: [message],
    level: "normal",
    where,
    when: { now: true },
  });
  await until("its outcome", async () => {
    const { items } = await by.get<{ items: { outcome: string }[] }>("/api/play-log?newest=true");
    return items.some((row) => row.outcome === "played") || undefined;
  });
}, 180_000);

const lineOf = (page: Page) =>
  page
    .locator(".bar i")
    .first()
    .evaluate((one: HTMLElement) => one.style.left);

test(
  "H3 a new target, entered on the screen, moves the line and the counts",
  {
    timeout: 60_000,
  },
  () =>
    on.as("admin", {}, async ({ page }) => {
      const enter = async (share: string, inDays: number) => {
        await page.goto(on.open("/admin?part=targets"));
        await page.getByLabel("Tỷ lệ (%)").fill(share);
        await page
          .getByLabel("Đến ngày", { exact: true })
          .fill(dateOfDay(dayOf(Date.now()) + inDays));
        await page.getByLabel("Theo văn bản").fill("12/KH-UBND");
        await button(page, "Lưu").click();
        await page.getByText("12/KH-UBND").first().waitFor();
        await page.goto(on.open("/reach"));
      };
      await enter("70", 60);
      await page.getByText("1 trên 2 thôn dưới vạch chỉ tiêu.").waitFor();
      expect(await lineOf(page)).toBe("70%");
      await enter("90", 30);
      await page.getByText("2 trên 2 thôn dưới vạch chỉ tiêu.").waitFor();
      expect(await lineOf(page)).toBe("90%");
      const drawn = page.locator("figure.chart svg.bars line").first();
      expect(Number(await drawn.getAttribute("x1"))).toBeCloseTo(90, 5);
      expect(await violationsOf(page)).toEqual([]);
    }),
);

test(
  "H4 each chart has a title, and a table of the same figures that opens by keyboard",
  {
    timeout: 60_000,
  },
  () =>
    on.as("duyet", {}, async ({ page }) => {
      await page.goto(on.open("/reach"));
      await page.locator("figure.chart").nth(2).waitFor();
      await page.locator("table.matrix").waitFor();
      const bare = await page
        .locator("main svg:not(.icon)")
        .evaluateAll((all) => all.filter((one) => !one.closest("figure.chart")).length);
      expect(bare).toBe(0);
      const charts = await page.locator("figure.chart").all();
      expect(charts.length).toBeGreaterThanOrEqual(3);
      for (const chart of charts) {
        expect(await chart.locator("figcaption strong").textContent()).toMatch(/\S{2}/);
        const table = chart.locator("table");
        expect(await table.isVisible()).toBe(false);
        await chart.locator("summary").focus();
        await page.keyboard.press("Enter");
        await table.waitFor({ state: "visible" });
        expect(await table.locator("thead th").count()).toBeGreaterThan(1);
        expect(await table.locator("tbody tr").count()).toBeGreaterThan(0);
      }
      const [first] = charts;
      const cells = await first?.locator("tbody tr").first().locator("td").allTextContents();
      expect(cells?.slice(0, 2)).toEqual(["344", "639"]);
      expect(await violationsOf(page)).toEqual([]);
    }),
);

paper(
  "H5 the page prints on A4: every heading and hamlet is there, nothing is wider than the paper",
  {
    timeout: 90_000,
  },
  () =>
    on.as("duyet", { width: 1_280 }, async ({ page }) => {
      await page.goto(on.open("/reach"));
      await page.locator("table.matrix").waitFor();
      await page.getByText("Thôn Đồng Ếch").first().waitFor();
      const headings = await page.locator("main h2, figure.chart strong").allTextContents();
      expect(headings.length).toBeGreaterThan(4);
      await page.emulateMedia({ media: "print" });
      // The width between the margins of 14 mm, at 96 dots an inch.
      await page.setViewportSize({ width: Math.floor(((210 - 28) / 25.4) * 96), height: 1_000 });
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll("main *")]
          .filter((one) => one.checkVisibility() && !one.closest(".hidden"))
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 80)),
      );
      expect(wide).toEqual([]);
      const folder = await mkdtemp(join(tmpdir(), "vangxa-print-"));
      try {
        const path = join(folder, "a.pdf");
        const bytes = await page.pdf({ preferCSSPageSize: true });
        await writeFile(path, bytes);
        const boxes = [
          ...bytes.toString("latin1").matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g),
        ];
        expect(boxes.length).toBeGreaterThan(0);
        expect(boxes.length).toBeLessThanOrEqual(4);
        for (const [, width, height] of boxes)
          expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
        const text = execFileSync(programPath("pdftotext") ?? "pdftotext", ["-layout", path, "-"], {
          encoding: "utf8",
        })
          .normalize("NFC")
          .replace(/\s+/g, " ");
        for (const words of [...headings, "Thôn Đông", "Thôn Đồng Ếch", "344 trên 639 hộ"])
          expect(text).toContain(words.trim());
        expect(text).toMatch(/Tháng .*\d{4}-\d\d 344 639/);
        expect(text).not.toMatch(/nội dung chính|Xem dạng bảng/);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
);
