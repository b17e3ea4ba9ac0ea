import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeAll, expect } from "vitest";
import { tabTo, violationsOf } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { keepPicture } from "../support/pictures.ts";
import { asked, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const on = stage({}, { hears: true });
const title = "Mời bà con đi tiêm chủng";
let message = "";

beforeAll(async () => {
  if (programPath("chromium") === undefined) return;
  const words =
    "Trạm y tế xã Trà Sơn mời bà con đưa trẻ em từ hai tháng đến năm tuổi đi tiêm chủng vào sáng thứ bảy tuần này, bắt đầu từ bảy giờ. Khi đi nhớ mang theo sổ tiêm chủng.";
  message = await on.station.approved(title, "thong-bao", words);
  const by = await on.station.by("duyet");
  await by.post("/api/broadcasts", {
    messageIds: [message],
    level: "normal",
    where: { clusters: ["cum-1"] },
    when: { now: true },
  });
  await until("its proof", async () => {
    const { items } = await by.get<{ items: { outcome: string; rung: string }[] }>(
      "/api/play-log?newest=true",
    );
    return items.some((row) => row.outcome === "played" && row.rung === "acoustic") || undefined;
  });
}, 180_000);

test(
  "G6 evidence plays by keyboard, with a wave of at most 4 KB and what the microphone measured",
  {
    timeout: 60_000,
  },
  () =>
    on.as("kiemtra", {}, async ({ page }) => {
      await page.goto(on.open("/play-log"));
      await page.getByText(title).waitFor();
      const waves: Promise<Buffer>[] = [];
      page.on("response", (reply) => {
        if (reply.url().endsWith(`/api/messages/${message}`)) waves.push(reply.body());
      });
      await tabTo(page, title);
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.locator("svg.wave path").waitFor();
      expect(await dialog.locator("svg.wave path").getAttribute("d")).toMatch(/^M0 .*M\d{3} /);
      const [body] = await Promise.all(waves);
      const { peaks } = JSON.parse(String(body)) as { peaks: number[] };
      expect(Math.max(...peaks)).toBeGreaterThan(50);
      expect(Buffer.byteLength(JSON.stringify(peaks))).toBeLessThanOrEqual(4_096);
      const measured = dialog.locator("dt", { hasText: "Micro tại cụm" }).locator("+ dd");
      expect(await measured.textContent()).toMatch(
        /^nghe đúng bản tin: điểm [\d,]+ \(ngưỡng [\d,]+\), nhận ra \d+ %, trễ -?\d+ ms/,
      );
      await dialog.getByText("được micro xác nhận").waitFor();
      const current = dialog.locator("dt", { hasText: "Dòng điện âm-li" }).locator("+ dd");
      expect(await current.textContent()).toContain("không đo");
      const sound = dialog.getByLabel(`Âm thanh đã phát: ${title}`);
      const reached = () => sound.evaluate((one) => one === document.activeElement);
      for (let presses = 0; presses < 9 && !(await reached()); presses += 1)
        await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await page.waitForFunction(() => {
        const one = document.querySelector("dialog audio") as HTMLAudioElement;
        return !one.paused && one.currentTime > 0.5;
      });
      await page.keyboard.press("Space");
      expect(await sound.evaluate((one: HTMLAudioElement) => one.paused)).toBe(true);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violationsOf(page)).toEqual([]);
      }
      await keepPicture(page, "evidence");
      await page.setViewportSize({ width: 1_280, height: 760 });
      await keepPicture(page, "evidence");
    }),
);

test(
  "G6 a sound that was changed since is not passed off as what was heard",
  {
    timeout: 60_000,
  },
  () =>
    on.as("admin", { width: 1_280 }, async ({ page }) => {
      const changed = await asked(page, "PATCH", `/api/messages/${message}`, {
        text: "Lời đã sửa.",
      });
      expect(changed.status).toBe(200);
      await page.goto(on.open("/play-log"));
      await page.getByText(title).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("đã được sửa sau lần phát này").waitFor();
      expect(await dialog.locator("audio").count()).toBe(0);
    }),
);

test(
  "the log is narrowed by a title without marks and by who approved, and the address keeps it",
  { timeout: 60_000 },
  () =>
    on.as("kiemtra", {}, async ({ page }) => {
      await page.goto(on.open("/play-log"));
      await page.getByText(title).waitFor();
      await page.getByText("Lọc thêm").click();
      await page.getByLabel("Tên bản tin").fill("tiem chung");
      await page.keyboard.press("Enter");
      await page.waitForURL(/title=tiem/);
      await page.getByText(title).waitFor();
      await page.getByLabel("Người duyệt").fill("không phải người này");
      await page.keyboard.press("Enter");
      await page.getByText("Không có dòng nào khớp.").waitFor();
      await page.getByLabel("Người duyệt").fill("duyet");
      await page.keyboard.press("Enter");
      await page.getByText(title).waitFor();
      await page.reload();
      expect(await page.getByLabel("Người duyệt").inputValue()).toBe("duyet");
      expect(await page.getByLabel("Tên bản tin").inputValue()).toBe("tiem chung");
      await page.getByText(title).waitFor();
      expect(await violationsOf(page)).toEqual([]);
      for (const format of ["XLSX", "PDF"]) {
        const [file] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("button", { name: `Tải ${format}` }).click(),
        ]);
        expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
      }
    }),
);

test(
  "G4 one changed row makes the check fail there, and the screen names it",
  { timeout: 60_000 },
  () =>
    on.as("kiemtra", {}, async ({ page }) => {
      await page.goto(on.open("/play-log"));
      await page.getByRole("button", { name: "Kiểm tra chuỗi" }).click();
      await page.getByText(/Chuỗi còn nguyên: \d+ dòng/).waitFor();
      const raw = new Database(join(on.station.dir, "c/vangxa.db"));
      const { seq } = raw.prepare("select max(seq) as seq from play_log").get() as { seq: number };
      raw.prepare("update play_log set heard = heard + 1 where seq = ?").run(seq);
      try {
        await page.getByRole("button", { name: "Kiểm tra chuỗi" }).click();
        const said = page.getByRole("alert");
        await said.getByText(/Nhật ký không còn nguyên: \d+ chỗ/).waitFor();
        await said
          .getByText(new RegExp(`Nhật ký phát, dòng ${seq}: `))
          .first()
          .waitFor();
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await violationsOf(page)).toEqual([]);
        }
      } finally {
        raw.prepare("update play_log set heard = heard - 1 where seq = ?").run(seq);
        raw.close();
      }
    }),
);
