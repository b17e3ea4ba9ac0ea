import { expect } from "vitest";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";

const test = needing("chromium");
const on = stage();

test("E3 a test sound in quiet hours asks first, and then waits for their end", {
  timeout: 90_000,
}, async () => {
  const minute = Math.floor((Date.now() / 60_000 + 7 * 60) % 1_440);
  const [start, end] = [(minute + 1_440 - 60) % 1_440, (minute + 120) % 1_440];
  await on.station.admin.put("/api/communes/21024/regulation", {
    number: "13/QĐ-UBND",
    sessions: [],
    quiet: [{ start, end }],
    caps: {},
  });
  const orders = async () =>
    (await on.station.admin.get<{ items: { createdAt: string }[] }>("/api/broadcasts")).items;
  await on.as("admin", {}, async ({ page }) => {
    await page.goto(on.open("/clusters?cluster=cum-1"));
    await button(page, "Phát thử 3 giây").click();
    const asks = page.getByRole("dialog", { name: "Đang trong giờ yên tĩnh" });
    await asks.waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violationsOf(page)).toEqual([]);
    }
    expect(await orders()).toEqual([]);
    await asks.getByRole("button", { name: "Thôi", exact: true }).click();
    await asks.waitFor({ state: "detached" });
    expect(await orders()).toEqual([]);
    await button(page, "Phát thử 3 giây").click();
    await asks.getByRole("button", { name: "Đặt phát thử" }).click();
    await page.getByText("Đã đặt phát thử khi hết giờ yên tĩnh.").waitFor();
    const ordered = await orders();
    expect(ordered).toHaveLength(1);
  });
});
