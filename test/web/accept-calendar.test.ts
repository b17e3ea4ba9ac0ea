import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { clockOfMinute, dateOfDay } from "../../contract/station-time.ts";
import { clock, dayOf, isoAt, ms } from "../../controller/web/station.ts";
import { needing, programPath } from "../support/needs.ts";
import { asked, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
// B6: a process and a browser in other zones than the loudspeakers.
const on = stage({ TZ: "America/New_York" });
const day = dayOf(Date.now()) + 1;
const order = { level: "normal", where: { clusters: ["cum-1"] } };

beforeAll(async () => {
  if (programPath("chromium") === undefined) return;
  const by = await on.station.by("duyet");
  const message = await on.station.approved("Lịch tiêm chủng", "thong-bao", "Sáng mai tiêm chủng.");
  const daily = await on.station.approved("Bản tin sáng", "thong-bao", "Chào buổi sáng bà con.");
  await on.station.planned(message, isoAt(day, 660));
  await by.post("/api/broadcasts", {
    messageIds: [daily],
    ...order,
    when: { start: isoAt(day, 300), rrule: "FREQ=DAILY" },
  });
}, 120_000);

const week = (page: Page) => page.goto(on.open(`/calendar?week=${dateOfDay(day)}`));
const block = (page: Page) => page.getByRole("button", { name: /\d\d:\d\d Lịch tiêm chủng/ });
const moved = (page: Page, to: string) => page.getByText(`dời sang ${to}`).first().waitFor();

test(
  "B1 Tab, Enter, two arrows and Enter move 11:00 to 11:30, and the status says so",
  {
    timeout: 60_000,
  },
  () =>
    on.as("duyet", { width: 1280 }, async ({ page }) => {
      await week(page);
      await block(page).focus();
      for (const key of ["Enter", "ArrowDown", "ArrowDown", "Enter"])
        await page.keyboard.press(key);
      await page.getByRole("status").getByText("dời sang 11:30").waitFor();
      await page.getByRole("button", { name: /11:30 Lịch tiêm chủng/ }).waitFor();
    }),
);

test("B2 dragging one hour down is 60 minutes later", { timeout: 60_000 }, () =>
  on.as("duyet", { width: 1280 }, async ({ page }) => {
    await week(page);
    await block(page).scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(300);
    const box = await block(page).boundingBox();
    if (!box) throw new Error("the block is not drawn");
    await page.mouse.move(box.x + 10, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 10, box.y + 8 + 48, { steps: 6 });
    await page.mouse.up();
    await moved(page, "12:30");
  }),
);

test("B3 the same move by the time field alone, on a telephone", { timeout: 60_000 }, () =>
  on.as("duyet", {}, async ({ page }) => {
    await week(page);
    const line = page.locator("li").filter({ hasText: "Lịch tiêm chủng" });
    await line.getByRole("button", { name: "Dời giờ" }).click();
    await page.getByLabel("Giờ").fill("13:30");
    await page.getByRole("button", { name: "Lưu" }).click();
    await moved(page, "13:30");
  }),
);

test("B4 onto hours that are locked: refused in a sentence, and the block returns", {
  timeout: 60_000,
}, async () => {
  const quiet = [{ start: 840, end: 900 }];
  await on.station.admin.put("/api/communes/21024/regulation", {
    number: "13/QĐ-UBND",
    sessions: [],
    quiet,
    caps: {},
  });
  await on.as("duyet", { width: 1280 }, async ({ page }) => {
    await week(page);
    await block(page).focus();
    for (const key of ["Enter", "ArrowDown", "ArrowDown", "ArrowDown", "Enter"])
      await page.keyboard.press(key);
    await page.getByText(/sẽ không phát: .*yên tĩnh/).waitFor();
    await page.getByRole("button", { name: /13:30 Lịch tiêm chủng/ }).waitFor();
  });
});

test("B5 moving one airing of a series leaves the others", { timeout: 60_000 }, () =>
  on.as("duyet", {}, async ({ page }) => {
    await week(page);
    const line = page.locator("li").filter({ hasText: "Bản tin sáng" }).first();
    await line.getByRole("button", { name: "Dời giờ" }).click();
    await page.getByLabel("Giờ").fill("05:30");
    await page.getByText("Chỉ lần này").click();
    await page.getByRole("button", { name: "Lưu" }).click();
    await moved(page, "05:30");
    const items = await until("the moved one", async () => {
      const from = encodeURIComponent(isoAt(day, 0));
      const to = encodeURIComponent(isoAt(day + 5, 0));
      const found = await on.station.admin.get<{
        items: { title: string; plannedAt: string; cancelled: boolean }[];
      }>(`/api/agenda?from=${from}&to=${to}`);
      const mine = found.items.filter((one) => one.title === "Bản tin sáng" && !one.cancelled);
      return mine.length === 5 ? mine : undefined;
    });
    expect(items.map((one) => clock(ms(one.plannedAt)))).toEqual([
      "05:30",
      "05:00",
      "05:00",
      "05:00",
      "05:00",
    ]);
  }),
);

test("one airing that was moved goes back within ten seconds", { timeout: 60_000 }, () =>
  on.as("duyet", {}, async ({ page }) => {
    await week(page);
    const line = page.locator("li").filter({ hasText: "Bản tin sáng" }).last();
    await line.getByRole("button", { name: "Dời giờ" }).click();
    await page.getByLabel("Giờ").fill("06:15");
    await page.getByText("Chỉ lần này").click();
    await page.getByRole("button", { name: "Lưu" }).click();
    await page.getByRole("button", { name: /06:15 Bản tin sáng/ }).waitFor();
    await page.getByRole("button", { name: "Hoàn tác" }).click();
    await page.getByRole("button", { name: /06:15 Bản tin sáng/ }).waitFor({ state: "detached" });
  }),
);

test("the heads have lunar dates and holidays; a block says why a cluster will not play it", {
  timeout: 60_000,
}, async () => {
  const quiet = [{ start: 290, end: 320 }];
  const rule = { number: "14/QĐ-UBND", sessions: [], quiet, caps: {} };
  await on.station.admin.put("/api/communes/21024/regulation", rule);
  await on.station.admin.post("/api/holidays", {
    day: dateOfDay(day),
    name: "Lễ hội Ăn trâu",
    kind: "off",
    place: "c-21024",
  });
  await on.as("duyet", { width: 1280 }, async ({ page }) => {
    await week(page);
    await page.getByRole("heading", { level: 2, name: /\d+\/\d+ âm.*Lễ hội Ăn trâu/ }).waitFor();
    await page
      .getByRole("button", { name: /Bản tin sáng.*yên tĩnh/ })
      .first()
      .waitFor();
  });
});

test("B4 a province's block is locked to the commune", { timeout: 90_000 }, async () => {
  const message = await on.station.approved(
    "Tin của tỉnh",
    "thong-bao",
    "Tin của tỉnh Quảng Ngãi.",
  );
  const by = await on.station.by("duyet");
  const province = { username: "tinh", name: "Trực Đài Tỉnh", password: "con ga trong gay sang" };
  await on.station.admin.post("/api/people", {
    ...province,
    roles: [{ role: "province", place: "p-51" }],
  });
  await (await on.station.by("tinh")).post("/api/broadcasts", {
    messageIds: [message],
    level: "priority",
    where: { communes: ["21024"] },
    when: { at: isoAt(day, 960) },
  });
  const { items } = await by.get<{ items: { id: string; title: string; state: string }[] }>(
    "/api/broadcasts",
  );
  const order = items.find((one) => one.title === "Tin của tỉnh");
  expect(order).toBeDefined();
  await on.as("duyet", { width: 1280 }, async ({ page }) => {
    await week(page);
    const theirs = page.getByRole("button", { name: /16:00 Tin của tỉnh/ });
    await theirs.focus();
    for (const key of ["Enter", "ArrowDown", "Enter"]) await page.keyboard.press(key);
    const moved = page.getByRole("status").getByText(/dời sang/);
    expect(await moved.count()).toBe(0);
    const patched = await asked(page, "PATCH", `/api/broadcasts/${order?.id}`, {
      scope: "all",
      change: { at: isoAt(day, 990) },
    });
    expect(patched.status).toBe(403);
  });
});

test("B6 a process in New York and a browser in London still show 05:00", () =>
  on.as("duyet", { width: 1280, zone: "UTC" }, async ({ page }) => {
    await page.goto(on.open(`/calendar?week=${dateOfDay(day + 7)}`));
    const times = page.getByRole("button", { name: /Bản tin sáng/ });
    await times.first().waitFor();
    for (const name of await times.allTextContents()) expect(name).toContain(clockOfMinute(300));
  }));
