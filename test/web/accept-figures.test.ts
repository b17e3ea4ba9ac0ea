import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { unzip } from "../../controller/zip.adapter.ts";
import { needing, programPath } from "../support/needs.ts";
import { stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium", "pdftotext");
const on = stage();
const formula = "=HYPERLINK(1) Bình dân học vụ số";

beforeAll(async () => {
  if (programPath("chromium") === undefined) return;
  const message = await on.station.approved(formula, "ky-nang-so", "Mời bà con học kỹ năng số.");
  const by = await on.station.by("duyet");
  const { id } = await by.post<{ id: string }>("/api/broadcasts", {
    messageIds: [message],
    level: "normal",
    where: { clusters: ["cum-1"] },
    when: { now: true },
  });
  await until("its outcome", async () => {
    const found = await by.get<{ occurrences: { clusters: { outcome: string | null }[] }[] }>(
      `/api/broadcasts/${id}`,
    );
    const all = found.occurrences.flatMap((one) => one.clusters);
    return all.length > 0 && all.every((one) => one.outcome === "played") ? true : undefined;
  });
}, 180_000);

/** A file as the browser keeps it after a press on a link or a button. */
async function kept(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return readFile(await download.path());
}
const lines = (csv: Buffer): string[] =>
  csv.toString("utf8").replace("\uFEFF", "").trim().split(/\r?\n/);

test("G2 the filters of the log survive the address", { timeout: 60_000 }, () =>
  on.as("kiemtra", {}, async ({ page }) => {
    await page.goto(on.open("/play-log"));
    await page.getByText(formula).waitFor();
    await page.getByLabel("Kết quả").selectOption("failed");
    await page.waitForURL(/outcome=failed/);
    await page.getByText(formula).waitFor({ state: "detached" });
    await page.reload();
    expect(await page.getByLabel("Kết quả").inputValue()).toBe("failed");
    expect(await page.getByText(formula).count()).toBe(0);
  }),
);

test("G5 what is exported is what is shown, and no cell is a formula", { timeout: 60_000 }, () =>
  on.as("kiemtra", {}, async ({ page }) => {
    await page.goto(on.open("/play-log"));
    await page.getByText(formula).waitFor();
    const shown = await page.locator(".list > li").count();
    const file = await kept(page, () => page.getByRole("button", { name: "CSV" }).click());
    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(lines(file).length - 1).toBe(shown);
    expect(file.toString("utf8")).toContain(`'${formula}`);
    expect(file.toString("utf8")).not.toMatch(/(^|,|")=HYPERLINK/m);
  }),
);

test(
  "H1 the figure on the screen can be computed from its file; H2 a hamlet counts once",
  {
    timeout: 60_000,
  },
  () =>
    on.as("duyet", {}, async ({ page }) => {
      await page.goto(on.open("/reach"));
      await page.getByText("Cách tính").click();
      const link = page.locator('a[download="tiep-can-goc.csv"]');
      const [head = "", ...rows] = lines(await kept(page, () => link.click()));
      const names = head.split(",");
      const cells = rows.map((row) =>
        Object.fromEntries(row.split(",").map((cell, at) => [names[at] ?? "", cell])),
      );
      const hamlets = new Map(cells.map((row) => [row["hamlet"], Number(row["households"])]));
      const of = [...hamlets.values()].reduce((sum, n) => sum + n, 0);
      let reached = 0;
      for (const [hamlet, households] of hamlets) {
        const shares = cells
          .filter((row) => row["hamlet"] === hamlet && Number(row["plays"]) > 0)
          .map((row) => Number(row["share"]));
        reached += Math.round(households * Math.max(0, ...shares));
      }
      expect([reached, of]).toEqual([431, 639]);
      await page.getByText(`${reached} trên ${of} hộ`, { exact: false }).waitFor();
    }),
);

test(
  "P1 the report's DOCX has its fixed parts and the screen's figures; P3 the PDF's words can be taken out",
  {
    timeout: 120_000,
  },
  () =>
    on.as("duyet", {}, async ({ page }) => {
      await page.goto(on.open("/reports?kind=month"));
      const month = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 7);
      await page.goto(on.open(`/reports?kind=month&period=${month}`));
      await page.getByRole("link", { name: /docx/i }).waitFor();
      const docx = unzip(
        await kept(page, () => page.getByRole("link", { name: /docx/i }).click()),
      ).get("word/document.xml");
      const text = Buffer.from(docx ?? [])
        .toString("utf8")
        .replace(/<[^>]+>/g, " ");
      const spaced = (words: string) => new RegExp(words.split(" ").join("\\s+"), "i");
      for (const part of [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Nơi nhận",
      ])
        expect(text).toMatch(spaced(part));
      const figures = await page.locator("main table td.number, main table td").allTextContents();
      const numbers = figures.filter((one) => /^\d[\d.,]*$/.test(one.trim()));
      expect(numbers.length).toBeGreaterThan(3);
      for (const number of numbers.slice(0, 20)) expect(text).toContain(number.trim());
      const pdf = await kept(page, () => page.getByRole("link", { name: /pdf/i }).click());
      const folder = await mkdtemp(join(tmpdir(), "vangxa-pdf-"));
      try {
        const path = join(folder, "a.pdf");
        await writeFile(path, pdf);
        const words = execFileSync(programPath("pdftotext") ?? "pdftotext", [path, "-"], {
          encoding: "utf8",
        });
        expect(words.normalize("NFC")).toMatch(spaced("Độc lập - Tự do - Hạnh phúc"));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
);

test("a campaign's report is chosen by its name on the screen", { timeout: 60_000 }, () =>
  on.as("duyet", {}, async ({ page }) => {
    await page.goto(on.open("/reports?kind=month"));
    await page.getByLabel("Loại báo cáo").selectOption("campaign");
    const picker = page.getByLabel("Đợt cao điểm", { exact: true });
    await picker.locator("option[value=khcn-18-5]").waitFor({ state: "attached" });
    await picker.selectOption("khcn-18-5");
    await page.waitForURL(/campaign=khcn-18-5/);
    // Its days of this year are over; the station is of today.
    await page.getByText("Kỳ này kết thúc trước ngày nơi này có trong hệ thống.").waitFor();
    await page
      .getByLabel("Kỳ", { exact: true })
      .fill(`2020-01-01..${new Date().getFullYear()}-12-31`);
    await page.getByLabel("Kỳ", { exact: true }).press("Tab");
    const said = "Chỉ tính lịch phát và bản tin của đợt “Ngày Khoa học";
    await page.getByText(said, { exact: false }).waitFor();
    const file = page.getByRole("link", { name: /docx/i }).first();
    expect(await file.getAttribute("href")).toContain("campaign=khcn-18-5");
    await page.getByLabel("Loại báo cáo").selectOption("award");
    await picker.selectOption({ label: "Tất cả" });
    await page.getByText("Chỉ tính lịch phát", { exact: false }).waitFor({ state: "detached" });
    expect(await file.getAttribute("href")).not.toContain("campaign=");
  }),
);
