import type { Page } from "playwright-core";
import { expect } from "vitest";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { keepPicture } from "../support/pictures.ts";
import { button, stage } from "../support/stage.ts";

const test = needing("chromium");
const on = stage();

const area = (properties: object, border: readonly (readonly number[])[]) => ({
  ...{ type: "Feature", properties },
  geometry: { type: "Polygon", coordinates: [[...border, border[0]]] },
});
const east = [
  [108.446, 15.2],
  [108.454, 15.2],
  [108.456, 15.207],
  [108.447, 15.208],
];
const frog = [
  [108.457, 15.208],
  [108.465, 15.207],
  [108.467, 15.214],
  [108.459, 15.216],
];
const swapped = frog.map(([x, y]) => [y, x] as number[]);
const fileOf = (...features: object[]) => ({
  ...{ name: "ranh-gioi.geojson", mimeType: "application/geo+json" },
  buffer: Buffer.from(JSON.stringify({ type: "FeatureCollection", features })),
});
const drawn = async (): Promise<string[]> => {
  const path = "/api/hamlet-outlines?commune=21024";
  const { features } = await on.station.admin.get<{ features: { id: string }[] }>(path);
  return features.map(({ id }) => id);
};
const wider = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test(
  "outlines are tried first with what is wrong and how to mend it, then imported without the wrong ones",
  { timeout: 120_000 },
  () =>
    on.as("admin", {}, async ({ page }) => {
      await page.goto(on.open("/admin?part=outlines"));
      const file = page.locator('input[type="file"]');
      await file.setInputFiles(
        fileOf(area({ ten_thon: "Thôn Đông" }, east), area({ ma_thon: "thon-dong-ech" }, swapped)),
      );
      await page.getByLabel("Nguồn").fill("Vẽ tay để thử");
      await button(page, "Chạy thử").click();
      await page.getByText("1 vùng đúng, 1 vùng phải sửa. Chưa lưu gì.").waitFor();
      const wrong = page.getByRole("row").filter({ hasText: "Thôn Đồng Ếch" });
      expect((await wrong.textContent()) ?? "").toMatch(/đảo chỗ.*15.*108.*Đổi chỗ hai số/);
      expect(await violationsOf(page)).toEqual([]);
      expect(await wider(page)).toBeLessThanOrEqual(0);
      await keepPicture(page, "admin-outlines");
      expect(await button(page, "Nhập thật").isDisabled()).toBe(true);
      expect(await drawn()).toEqual([]);
      await page.getByLabel("Bỏ qua 1 vùng chưa đúng, nhập 1 vùng còn lại").check();
      await button(page, "Nhập thật").click();
      await page.getByText("Đã lưu ranh giới của 1 thôn.").first().waitFor();
      expect(await drawn()).toEqual(["thon-dong"]);
      // The mended file: what is there stays as it is.
      await file.setInputFiles(
        fileOf(area({ ten_thon: "Thôn Đông" }, east), area({ ma_thon: "thon-dong-ech" }, frog)),
      );
      await button(page, "Chạy thử").click();
      await page.getByText("Đã đọc 2 vùng, đều đúng. Chưa lưu gì.").waitFor();
      await page.getByRole("row", { name: /Thôn Đông giữ nguyên/ }).waitFor();
      await button(page, "Nhập thật").click();
      await page
        .getByText(/4 điểm, từ .* · Vẽ tay để thử/)
        .nth(1)
        .waitFor();
      expect(await drawn()).toEqual(["thon-dong", "thon-dong-ech"]);
    }),
);

/** Moves the mouse around the name of a hamlet until its outline says what it is. */
async function pointAt(page: Page, name: string): Promise<string> {
  const label = page.locator(".map-name", { hasText: name }).first();
  await label.scrollIntoViewIfNeeded();
  const box = (await label.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [x, y] = [box.x + box.width / 2, box.y];
  const told = page.locator(".leaflet-tooltip", { hasText: `${name} ·` });
  for (const [right, down] of [
    [-22, -8],
    [22, -8],
    [0, -26],
    [-14, 10],
    [14, 10],
  ] as const) {
    await page.mouse.move(x + right, y + down, { steps: 3 });
    if (await told.isVisible()) return (await told.textContent()) ?? "";
  }
  return "";
}

for (const width of [360, 1280]) {
  test(
    `the map draws them at ${width} px, each with its word, and the list below says the same`,
    { timeout: 120_000 },
    () =>
      on.as("admin", { width }, async ({ page }) => {
        await page.goto(on.open("/clusters?map=1"));
        await page.locator(".map canvas").waitFor();
        const list = page.getByRole("region", { name: "Các thôn trên bản đồ" });
        for (const name of ["Thôn Đông", "Thôn Đồng Ếch"]) {
          const row = list.getByRole("row").filter({ hasText: `${name}ước tính` });
          await row.filter({ hasText: "Vẽ tay để thử" }).waitFor();
          expect((await row.textContent()) ?? "").toMatch(/[0-9]+(,[0-9])? %/);
          await expect
            .poll(() => pointAt(page, name), { timeout: 15_000 })
            .toBe(`${name} · ước tính`);
        }
        expect(await violationsOf(page)).toEqual([]);
        expect(await wider(page)).toBeLessThanOrEqual(0);
        await page.mouse.move(0, 0);
        await keepPicture(page, "clusters-outlines");
      }),
  );
}

test(
  "an outline is removed after a question, and the days before keep it",
  { timeout: 60_000 },
  () =>
    on.as("admin", {}, async ({ page }) => {
      await page.goto(on.open("/admin?part=outlines"));
      await button(page, "Bỏ ranh giới Thôn Đông").click();
      await page.getByRole("dialog").getByText("Các ngày trước vẫn giữ.").waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await button(page, "Bỏ ranh giới").click();
      await page.getByText("chưa có ranh giới").waitFor();
      expect(await drawn()).toEqual(["thon-dong-ech"]);
    }),
);
