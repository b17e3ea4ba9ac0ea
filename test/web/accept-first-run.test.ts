import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { Child } from "../../demo/child.ts";
import { logIn, openBrowser, violationsOf, visit } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { keepPicture } from "../support/pictures.ts";
import { button } from "../support/stage.ts";
import { readWav } from "../support/wav.ts";
import { ADMIN, buildWeb, startBoard, startController } from "../support/web-station.ts";

const test = needing("chromium");
const children: Child[] = [];
let [dir, base, begun] = ["", "", 0];
let browser: Browser;

beforeAll(async () => {
  if (programPath("chromium") === undefined) return;
  buildWeb();
  dir = await mkdtemp(join(tmpdir(), "vangxa-first-run-"));
  browser = await openBrowser();
  begun = Date.now();
  const controller = await startController(join(dir, "c"));
  children.push(controller.child);
  base = controller.base;
}, 120_000);
afterAll(async () => {
  await browser?.close();
  for (const child of children.reverse()) await child.stop();
  if (dir !== "") await rm(dir, { recursive: true, force: true });
}, 30_000);

test("J6 from an empty system to a first broadcast on a virtual board within 10 minutes", {
  timeout: 600_000,
}, async () => {
  const { page, context, foreign, wrong } = await visit(browser, base);
  await logIn(page, "admin", ADMIN);
  await page.getByRole("link", { name: "Khai báo đơn vị" }).click();
  await page.getByText("Máy này và máy chủ cùng giờ.").waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await keepPicture(page, "start");
  await page.setViewportSize({ width: 1_280, height: 760 });
  await keepPicture(page, "start");
  await page.setViewportSize({ width: 360, height: 760 });
  await button(page, "Nạp dữ liệu mẫu").click();
  await page.getByRole("progressbar").waitFor();
  await page.getByText("Xã mẫu đã sẵn sàng").waitFor({ timeout: 300_000 });
  expect(await violationsOf(page)).toEqual([]);
  const spoken = Date.now() - begun;

  await page.getByRole("link", { name: "Chọn cụm loa" }).click();
  await page.getByRole("button", { name: /Thôn Đông \(mẫu\)/ }).click();
  await button(page, "Tạo mã ghi danh").click();
  const code = (await page.locator(".claim-code").textContent()) ?? "";
  const board = startBoard({ dir, base, code });
  children.push(board);
  await board.waitFor((said) => said["event"] === "enrolled", 60_000);
  await page.keyboard.press("Escape");

  await page.goto(`${base}/library`);
  await page.locator(".list .item").first().click();
  const dialog = page.getByRole("dialog");
  const title = (await dialog.locator("h2").textContent()) ?? "";
  await dialog.getByRole("button", { name: /^Duyệt/ }).click();
  await button(page, "Lên lịch phát").click();
  await page.getByText("4 cụm · khoảng 961 hộ").waitFor();
  await page.getByRole("treeitem", { name: /^Cả Xã Mẫu/ }).click();
  await page.getByRole("treeitem", { name: /^Thôn Đông/ }).click();
  await page.getByText("1 cụm · khoảng 312 hộ").waitFor();
  await button(page, "Lên lịch phát").click();
  await page.getByText("Đã lên lịch phát").waitFor({ timeout: 30_000 });
  await page.goto(`${base}/today`);
  await page.getByText("đã phát 1/1").waitFor({ timeout: 240_000 });
  await page
    .getByRole("button", { name: new RegExp(title.slice(0, 20)) })
    .first()
    .waitFor();
  const took = Date.now() - begun;
  const { samples } = readWav(join(dir, "a.wav"));
  expect(samples.some((one) => Math.abs(one) > 0.05)).toBe(true);
  process.stdout.write(
    `${JSON.stringify({ spokenSeconds: spoken / 1e3, tookSeconds: took / 1e3 })}\n`,
  );
  expect(took).toBeLessThan(600_000);

  await page.goto(`${base}/start`);
  await button(page, "Xoá dữ liệu mẫu").click();
  await page.getByText("Đã xoá xã mẫu").waitFor();
  const plays = await page.evaluate(
    async () => (await (await fetch("/api/play-log")).json()).items.length,
  );
  expect({ foreign, wrong, plays }).toEqual({
    foreign: [],
    wrong: [],
    plays: 1,
  });
  await context.close();
});
