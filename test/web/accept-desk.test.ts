import { expect } from "vitest";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";
import { PASSWORD } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();
const minutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString();

test("a commune puts what it must play in its turn", { timeout: 90_000 }, async () => {
  const { admin } = on.station;
  const roles = [{ role: "province", place: "p-51" }];
  await admin.post("/api/people", { username: "tinh", name: "Trực", password: PASSWORD, roles });
  const province = await on.station.by("tinh");
  const message = await on.station.approved("Tin tỉnh", "thong-bao", "Đài tỉnh thông báo.");
  for (const [title, at] of [
    ["Tin thứ nhất", 60],
    ["Tin thứ hai", 90],
  ] as const) {
    const where = { clusters: ["cum-1"] };
    const order = { messageIds: [message], title, level: "priority", where };
    await province.post("/api/broadcasts", {
      ...order,
      when: { at: minutes(at) },
      notAfter: minutes(600),
    });
  }
  await on.as("duyet", {}, async ({ page }) => {
    await page.goto(on.open("/calendar"));
    const turns = page.locator("ol.list > li");
    await turns.first().getByText("1. Tin thứ nhất").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Đưa “Tin thứ hai” lên trước").click();
    await page.getByText("Đã xếp lại thứ tự.").waitFor();
    await turns.first().getByText("1. Tin thứ hai").waitFor();
    await page.reload();
    await turns.first().getByText("1. Tin thứ hai").waitFor();
    expect(await button(page, "Đưa “Tin thứ hai” lên trước").count()).toBe(0);
  });
});
