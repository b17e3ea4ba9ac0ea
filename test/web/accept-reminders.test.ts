import { expect } from "vitest";
import { dateOfDay } from "../../contract/station-time.ts";
import { hiddenIn, hide, unseen } from "../../controller/web/reminders-seen.ts";
import { dayOf } from "../../controller/web/station.ts";
import { logIn, violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";
import { PASSWORD } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();
const NAME = "Báo cáo quý của xã";
/** Ten days from now, or a little less where nobody works that day. */
const due = dateOfDay(dayOf(Date.now()) + 10).slice(5);
const line = new RegExp(`^${NAME}: còn ([1-9]|10) ngày, hạn \\d+/\\d+/\\d{4}, gửi UBND tỉnh\\.$`);

test(
  "a report that falls due is told on an open page, leads to the reports, and is hidden by whoever has read it",
  {
    timeout: 120_000,
  },
  () =>
    on.as("duyet", { width: 1_280 }, async ({ page }) => {
      await page.getByRole("heading", { level: 1, name: "Hôm nay" }).waitFor();
      const by = await on.station.by("duyet");
      await by.post("/api/deadline-rules", {
        ...{ place: "c-21024", name: NAME, who: "Công chức văn hóa", to: "UBND tỉnh" },
        ...{ days: [due], before: false },
      });
      const told = page.getByRole("link", { name: line });
      await told.waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await told.click();
      await page.getByRole("heading", { level: 1, name: "Báo cáo" }).waitFor();
      await page.goBack();
      await told.waitFor();

      await button(page, `Ẩn lời nhắc ${NAME}`).click();
      await page.getByText("Đã ẩn trên máy này; gần hạn sẽ nhắc lại.").waitFor();
      await told.waitFor({ state: "detached" });
      const answered = page.waitForResponse(/\/api\/reminders$/);
      await page.reload();
      // What the page does not show is still what the station tells.
      const { items } = (await (await answered).json()) as { items: { name: string }[] };
      expect(items.map(({ name }) => name)).toContain(NAME);
      await page.waitForLoadState("networkidle");
      expect(await told.count()).toBe(0);

      // At a shared machine the next person has not read it yet, and the first one has.
      await button(page, "Đăng xuất").click();
      await logIn(page, "soan", PASSWORD);
      await told.waitFor();
      await button(page, "Đăng xuất").click();
      const again = page.waitForResponse(/\/api\/reminders$/);
      await logIn(page, "duyet", PASSWORD);
      await again;
      await page.waitForLoadState("networkidle");
      expect(await told.count()).toBe(0);
    }),
);

test("who writes no reports is not reminded of them", { timeout: 60_000 }, () =>
  on.as("kiemtra", {}, async ({ page }) => {
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("heading", { name: "Nhắc việc báo cáo" }).count()).toBe(0);
  }),
);

test("a nearer word about the same day is told again; names of days that are over are not kept", () => {
  const [early, near] = [14, 7].map((before) => ({ rule: "quy", due: "2026-12-18", before }));
  if (!early || !near) throw new Error("two reminders");
  const hidden = hide([early], ["quy 2026-06-18 1"], early);
  expect(hidden).toEqual(["quy 2026-12-18 14"]);
  expect(unseen([early], hidden)).toEqual([]);
  expect(unseen([near], hidden)).toEqual([near]);
  expect([hiddenIn(null), hiddenIn("{"), hiddenIn("7"), hiddenIn('["a",1]')]).toEqual([
    [],
    [],
    [],
    ["a"],
  ]);
});
