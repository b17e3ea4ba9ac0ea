import { expect } from "vitest";
import { dateOfDay } from "../../contract/station-time.ts";
import { dateText, dayOf } from "../../controller/web/station.ts";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { asked, button, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const on = stage();

interface Bulletin {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly place: string;
}
const bulletins = async () =>
  (await on.station.admin.get<{ items: Bulletin[] }>("/api/messages?limit=100")).items;

test("a starter bulletin: taken, handed in, approved by another person and put on the calendar", {
  timeout: 420_000,
}, async () => {
  const taken = await on.as("admin", {}, async ({ page }) => {
    await page.goto(on.open("/library"));
    await button(page, "Lấy 10 bản tin mẫu").click();
    await page.getByText(/Đã thêm \d+ bản tin mẫu/).waitFor({ timeout: 60_000 });
    const all = await bulletins();
    expect(all).toHaveLength(10);
    // The last to be spoken: its author hands it in before the voice has come to it.
    const draft = all.find((one) => one.status === "draft") ?? all[0];
    if (!draft) throw new Error("no bulletin");
    await page.goto(on.open(`/library?message=${draft.id}`));
    const dialog = page.getByRole("dialog", { name: draft.title });
    await dialog.waitFor();
    expect(await violationsOf(page)).toEqual([]);
    const hand = dialog.getByRole("button", { name: "Gửi duyệt" });
    const waits = dialog.getByText("chờ", { exact: false }).first();
    await hand.or(waits).first().waitFor();
    if (await hand.isVisible()) await hand.click();
    await until(
      "it waits for approval",
      async () =>
        (await bulletins()).find((one) => one.id === draft.id && one.status === "pending"),
      180_000,
    );
    // Whoever handed it in is not offered to approve it, and is refused.
    await page.goto(on.open(`/library?message=${draft.id}`));
    await dialog.getByText("một người khác", { exact: false }).waitFor();
    expect(await dialog.getByRole("button", { name: /^Duyệt/ }).count()).toBe(0);
    const refused = await asked(page, "POST", `/api/messages/${draft.id}/approve`);
    expect([refused.status, refused.body.code]).toEqual([403, "self-approval"]);
    return draft;
  });
  const day = dayOf(Date.now()) + 2;
  await on.as("duyet", {}, async ({ page }) => {
    await page.goto(on.open(`/library?message=${taken.id}`));
    const dialog = page.getByRole("dialog", { name: taken.title });
    await dialog.locator("audio").waitFor();
    await dialog.getByRole("button", { name: "Duyệt", exact: true }).click();
    await dialog.getByRole("button", { name: "Lên lịch phát" }).click();
    await page.getByRole("heading", { level: 1, name: "Soạn tin" }).waitFor();
    await page.getByText("Vào lúc", { exact: true }).click();
    await page.getByLabel("Ngày", { exact: true }).fill(dateText(day));
    await page.getByLabel("Giờ").fill("17:00");
    await button(page, "Lên lịch phát").click();
    await button(page, "Vẫn lên lịch").click();
    await page.getByText("Đã lên lịch phát.").waitFor();
    await page.goto(on.open(`/calendar?week=${dateOfDay(day)}`));
    await page
      .locator(".narrow-only section")
      .filter({ hasText: dateText(day).slice(0, 5) })
      .getByText(taken.title)
      .first()
      .waitFor();
  });
});
