import { expect } from "vitest";
import type { Api } from "../../demo/api.ts";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { keepPicture } from "../support/pictures.ts";
import { button, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";
import { PASSWORD } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();

/** A second commune, whose regulation leaves no time of the day but one minute, and a person of the province. */
async function secondCommune(): Promise<Api> {
  const { admin } = on.station;
  await admin.post("/api/communes", { code: "21025", province: "51", name: "Xã An Hải" });
  const every = [1, 2, 3, 4, 5, 6, 7];
  const start = (new Date().getUTCHours() * 60 + 420 + 720) % 1_440;
  const session = { weekdays: every, start, end: start + 1 };
  const regulation = { number: "7/QĐ-UBND", sessions: [session], quiet: [], caps: {} };
  await admin.put("/api/communes/21025/regulation", regulation);
  const cluster = { id: "cum-9", name: "Cụm loa An Hải", commune: "21025", hamlets: [] };
  await admin.post("/api/clusters", cluster);
  const roles = [{ role: "province", place: "p-51" }];
  const duty = { username: "tinh", name: "Phạm Trực Tỉnh", password: PASSWORD, roles };
  await admin.post("/api/people", duty);
  return on.station.by("tinh");
}

/** What the province sends to both communes: one item to play, one to decide about. */
async function sent(province: Api): Promise<void> {
  const { admin } = on.station;
  const words = { title: "Thông báo của tỉnh", theme: "thong-bao", language: "vie", place: "p-51" };
  const text = "Đài tỉnh thông báo tới bà con.";
  const { id } = await admin.post<{ id: string }>("/api/messages", { ...words, text });
  await until("the item is spoken", async () => {
    const { sha256 } = await admin.get<{ sha256: string | null }>(`/api/messages/${id}`);
    return sha256 ?? undefined;
  });
  await province.post(`/api/messages/${id}/approve`, {});
  const order = { messageIds: [id], where: { clusters: ["cum-1", "cum-9"] }, when: { now: true } };
  const notAfter = new Date(Date.now() + 3_600_000).toISOString();
  await province.post("/api/broadcasts", { ...order, level: "priority", notAfter });
  const offer = await province.post<{ id: string }>("/api/broadcasts", {
    ...order,
    level: "normal",
  });
  const commune = await on.station.by("duyet");
  const reason = "Trùng giờ họp thôn";
  await commune.post(`/api/inbox/${offer.id}/decline`, { commune: "21024", reason });
}

test("the province sees its communes beside each other: connected, today, owed and why, decided", {
  timeout: 120_000,
}, async () => {
  await sent(await secondCommune());
  for (const width of [1280, 360]) {
    await on.as("tinh", { width }, async ({ page }) => {
      await page.goto(on.open("/province"));
      await page.getByRole("heading", { level: 1, name: "Các xã" }).waitFor();
      const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
      const [near, far] = [row("Xã Trà Sơn"), row("Xã An Hải")];
      await near.getByText("1 từ chối").waitFor({ timeout: 60_000 });
      await near.getByText("1 trên 2").waitFor();
      await near.getByText("1 xã không nhận").waitFor();
      await far.getByText("0 trên 1").waitFor();
      await far.getByText("1 cụm còn chờ").waitFor();
      await far.getByText(/buổi phát.*\(1 cụm\)/).waitFor();
      await far.getByText("1 chờ xã quyết định").waitFor();
      await near.getByText("“Thông báo của tỉnh”: Trùng giờ họp thôn").waitFor();
      // Who owes stands first.
      expect(await page.getByRole("rowheader").first().textContent()).toBe("Xã An Hải");
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await violationsOf(page)).toEqual([]);
      }
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wider).toBeLessThanOrEqual(0);
    });
  }
});

test("the province sends a must-play item with a deadline, and sees who has played it and who has not", {
  timeout: 120_000,
}, async () => {
  const sessions = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], start: 0, end: 1_440 }];
  const regulation = { number: "13/QĐ-UBND", sessions, quiet: [], caps: {} };
  await on.station.admin.put("/api/communes/21024/regulation", regulation);
  await on.as("tinh", {}, async ({ page }) => {
    await page.goto(on.open("/province"));
    await button(page, "Gửi tin bắt buộc phát").click();
    const dialog = page.getByRole("dialog").first();
    const send = dialog.getByRole("button", { name: /^Gửi tới/ });
    expect(await send.isDisabled()).toBe(true);
    await dialog.getByLabel("Bản tin đã duyệt").selectOption({ label: "Thông báo của tỉnh" });
    await dialog.getByLabel("Tất cả 2 xã, phường").check();
    expect(await violationsOf(page)).toEqual([]);
    await keepPicture(page, "province-push");
    await send.click();
    // One commune has no session left in time: that is told before anything is sent.
    await button(page, "Vẫn lên lịch").click();
    await page.getByText("Đã gửi tin bắt buộc tới 2 xã.").waitFor();
    const near = page.getByRole("row", { name: /Xã Trà Sơn/ });
    await near.getByText("1 đã phát").waitFor({ timeout: 90_000 });
    const sent = page.getByRole("listitem").filter({ hasText: "1/3 cụm đã phát" });
    await sent.getByText("0/2 xã phát xong").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Đóng").click();
    await keepPicture(page, "province");
    await page.setViewportSize({ width: 1280, height: 900 });
    await keepPicture(page, "province");
    await sent.getByRole("link", { name: "Thông báo của tỉnh" }).click();
    await page.getByRole("heading", { level: 1, name: "Nhật ký phát" }).waitFor();
    await page
      .getByRole("button", { name: /Thông báo của tỉnh/ })
      .first()
      .waitFor();
  });
});

test("who works for one commune has no such screen, in the menu or by its address", () =>
  on.as("duyet", { width: 1280 }, async ({ page }) => {
    expect(await page.getByRole("link", { name: "Các xã" }).count()).toBe(0);
    await page.goto(on.open("/province"));
    await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
  }));
