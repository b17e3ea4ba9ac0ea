import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { needing } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";

const test = needing("chromium");
const on = stage();
const dir = mkdtempSync(join(tmpdir(), "vangxa-uploads-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("D1 'nghi quyet 57' finds Nghị quyết 57, 'dong ech' finds Đồng Ếch", {
  timeout: 60_000,
}, async () => {
  await on.station.approved("Nghị quyết 57 là gì", "quan-diem", "Nghị quyết 57.");
  await on.station.approved("Tin thôn Đồng Ếch", "thong-bao", "Tin của thôn.");
  await on.as("soan", {}, async ({ page }) => {
    await page.goto(on.open("/library"));
    const title = (text: string) => page.locator(".item-title").filter({ hasText: text });
    for (const [words, found, other] of [
      ["nghi quyet 57", "Nghị quyết 57 là gì", "Tin thôn Đồng Ếch"],
      ["dong ech", "Tin thôn Đồng Ếch", "Nghị quyết 57 là gì"],
    ] as const) {
      await page.getByRole("searchbox").fill(words);
      await title(other).waitFor({ state: "detached" });
      await title(found).waitFor();
      expect(await title(other).count()).toBe(0);
    }
  });
});

test(
  "D2 a file of 200 MB and one that is no sound are refused in a sentence",
  {
    timeout: 60_000,
  },
  () =>
    on.as("soan", {}, async ({ page }) => {
      const [large, wrong] = [join(dir, "to.wav"), join(dir, "thu.mp3")];
      writeFileSync(large, "RIFF");
      truncateSync(large, 211_000_000);
      writeFileSync(wrong, "Đây là một lá thư, không phải âm thanh.".repeat(200));
      await page.goto(on.open("/compose"));
      await page.getByText("Tải tệp âm thanh").click();
      const field = page.getByLabel("Tệp âm thanh", { exact: true });
      await field.setInputFiles(large);
      await page.getByText(/Tệp lớn quá 200 MB/).waitFor();
      await page.getByRole("button", { name: "Đóng" }).first().click();
      await field.setInputFiles(wrong);
      await page.getByLabel("Tiêu đề").fill("Không phải âm thanh");
      await page.getByLabel("Chủ đề").selectOption("thong-bao");
      await button(page, "Gửi duyệt").click();
      await page.locator(".toast.bad strong").first().waitFor({ timeout: 30_000 });
      expect(await page.locator(".toast.bad").first().textContent()).toMatch(/âm thanh/);
    }),
);

test("D3 an expired message cannot be ordered", { timeout: 60_000 }, async () => {
  const by = await on.station.by("soan");
  const { id } = await by.post<{ id: string }>("/api/messages", {
    title: "Tin đã cũ",
    theme: "thong-bao",
    language: "vie",
    text: "Tin này đã cũ.",
    validFrom: "2026-01-01T00:00:00+07:00",
    validTo: "2026-01-02T00:00:00+07:00",
  });
  await (await on.station.by("duyet")).post(`/api/messages/${id}/approve`, {});
  await on.as("soan", {}, async ({ page }) => {
    await page.goto(on.open(`/compose?message=${id}`));
    await button(page, "Lên lịch phát").click();
    await page.getByText("Bản tin đã hết hiệu lực.").first().waitFor();
    expect(await page.getByRole("button", { name: "Vẫn lên lịch" }).isDisabled()).toBe(true);
  });
});

test("D4 titles in Khmer, Cham and Tai Viet are shown letter by letter", {
  timeout: 60_000,
}, async () => {
  const titles = ["សេចក្តីជូនដំណឹង", "ꨌꩌ ꨢꨵꨴ", "ꪼꪕ ꪎꪴ"];
  for (const title of titles) await on.station.approved(title, "thong-bao", "Thông báo.");
  await on.as("soan", {}, async ({ page }) => {
    await page.goto(on.open("/library"));
    for (const title of titles) {
      const shown = page.locator(".item-title").filter({ hasText: title });
      await shown.waitFor();
      const box = await shown.boundingBox();
      expect(box?.width).toBeGreaterThan(10);
    }
  });
});
