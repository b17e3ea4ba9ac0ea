import type { Page } from "playwright-core";
import { expect } from "vitest";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { keepPicture } from "../support/pictures.ts";
import { button, stage } from "../support/stage.ts";
import { PASSWORD } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();

interface Named {
  readonly id: string;
  readonly name: string;
  readonly households: number;
}
const hamlets = async () =>
  (await on.station.admin.get<{ items: Named[] }>("/api/hamlets?limit=100")).items;

/** Nothing for axe, light and dark, and nothing wider than a small telephone. */
async function sound(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsOf(page)).toEqual([]);
  }
  const before = page.viewportSize() ?? { width: 360, height: 760 };
  await page.setViewportSize({ width: 320, height: 760 });
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  ).toBeLessThanOrEqual(0);
  await page.setViewportSize(before);
}

test(
  "two hamlets become one: tried first with the sums, done only after a typed word",
  {
    timeout: 60_000,
  },
  () =>
    on.as("admin", {}, async ({ page }) => {
      await page.goto(on.open("/admin?part=merging"));
      await page.getByLabel("Thôn Đông", { exact: true }).check();
      await page.getByLabel("Thôn Đồng Ếch").check();
      await page.getByLabel("Tên mới").fill("Thôn Đông Hợp");
      expect(await button(page, "Thực hiện").isDisabled()).toBe(true);
      await button(page, "Chạy thử").click();
      await page.getByText("2 đơn vị kết thúc, 1 đơn vị mới. Chưa có gì được lưu.").waitFor();
      await page.getByRole("row", { name: "Số hộ 639 639" }).waitFor();
      await sound(page);
      await keepPicture(page, "admin-merging");
      expect((await hamlets()).map((one) => one.name)).not.toContain("Thôn Đông Hợp");
      await button(page, "Thực hiện").click();
      const really = page.getByRole("dialog").getByRole("button", { name: "Thực hiện" });
      expect(await really.isDisabled()).toBe(true);
      expect(await violationsOf(page)).toEqual([]);
      await page.getByLabel("Gõ chữ ĐỔI để xác nhận").fill("đổi");
      await really.click();
      await page.getByText("Đã đổi đơn vị và gửi tới các thiết bị.").waitFor();
      const [made] = (await hamlets()).filter((one) => one.name === "Thôn Đông Hợp");
      expect(made?.households).toBe(639);
    }),
);

test("a hamlet is split into two with their own households", { timeout: 60_000 }, () =>
  on.as("admin", { width: 1280 }, async ({ page }) => {
    await page.goto(on.open("/admin?part=merging"));
    await page.getByText("Chia thôn", { exact: true }).click();
    await page.getByLabel("Thôn được chia").selectOption({ label: "Thôn Đông Hợp" });
    for (const [part, name, households, people] of [
      ["Thôn mới thứ 1", "Thôn Thượng", "400", "1600"],
      ["Thôn mới thứ 2", "Thôn Hạ", "239", "956"],
    ] as const) {
      const group = page.getByRole("group", { name: part });
      await group.getByLabel("Tên", { exact: true }).fill(name);
      await group.getByLabel("Số hộ").fill(households);
      await group.getByLabel("Số dân").fill(people);
    }
    await button(page, "Chạy thử").click();
    await page.getByText("1 đơn vị kết thúc, 2 đơn vị mới. Chưa có gì được lưu.").waitFor();
    await sound(page);
    await keepPicture(page, "admin-merging");
    await button(page, "Thực hiện").click();
    await page.getByLabel("Gõ chữ ĐỔI để xác nhận").fill("ĐỔI");
    await page.getByRole("dialog").getByRole("button", { name: "Thực hiện" }).click();
    await page.getByText("Đã đổi đơn vị").waitFor();
    expect((await hamlets()).map((one) => one.name)).toEqual(
      expect.arrayContaining(["Thôn Thượng", "Thôn Hạ"]),
    );
  }),
);

test("two communes become one: what hangs on them is listed before and after, and their people keep their roles", {
  timeout: 90_000,
}, async () => {
  const { admin } = on.station;
  await admin.post("/api/communes", { code: "21025", province: "51", name: "Xã An Hải" });
  await admin.post("/api/people", {
    ...{ username: "an-hai", name: "Bùi Thị Hải", password: PASSWORD },
    roles: [{ role: "editor", place: "c-21025" }],
  });
  await admin.post("/api/holidays", {
    ...{ place: "c-21025", day: "05-20", name: "Ngày hội An Hải", kind: "off" },
  });
  await on.as("admin", {}, async ({ page }) => {
    await page.goto(on.open("/admin?part=merging"));
    await page.getByText("Sáp nhập xã", { exact: true }).click();
    await page.getByLabel("Xã Trà Sơn").check();
    await page.getByLabel("Xã An Hải").check();
    await page.getByLabel("Thành đơn vị").selectOption({ label: "Xã Trà Sơn" });
    await button(page, "Chạy thử").click();
    await page.getByText("1 đơn vị kết thúc, 0 đơn vị mới. Chưa có gì được lưu.").waitFor();
    const list = page.getByRole("region", { name: "Những gì gắn với đơn vị cũ" });
    await list.getByText("Bùi Thị Hải · Người soạn · Xã An Hải").waitFor();
    await list.getByText("Ngày hội An Hải · Xã An Hải").waitFor();
    await sound(page);
    await list.scrollIntoViewIfNeeded();
    await keepPicture(page, "admin-merging-carried");
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await violationsOf(page)).toEqual([]);
    await keepPicture(page, "admin-merging-carried");
    await button(page, "Thực hiện").click();
    await page.getByLabel("Gõ chữ ĐỔI để xác nhận").fill("ĐỔI");
    await page.getByRole("dialog").getByRole("button", { name: "Thực hiện" }).click();
    await page.getByText("Đã đổi: 1 đơn vị kết thúc, 0 đơn vị mới.").waitFor();
    await list.getByText("Đã xử lý như sau.").waitFor();
    await list.getByText(/Bùi Thị Hải · Người soạn/).waitFor();
    await sound(page);
  });
  const { items } = await admin.get<{ items: { username: string; roles: object[] }[] }>(
    "/api/people",
  );
  expect(items.find(({ username }) => username === "an-hai")?.roles).toEqual([
    { role: "editor", place: "c-21024" },
  ]);
});

test("royalties: a rate by its decision, nothing owed for what did not air, the table as a file", {
  timeout: 60_000,
}, async () => {
  await on.station.approved("Tin có nhuận bút", "thong-bao", "Lời của bản tin có nhuận bút.");
  await on.as("admin", {}, async ({ page }) => {
    await page.goto(on.open("/admin?part=royalties"));
    await page.getByText("Chưa có mức nào.").waitFor();
    await page.getByLabel("Mức (đồng)").fill("50.000");
    await page.getByLabel("Từ ngày", { exact: true }).fill("2026-01-01");
    await page.getByLabel("Theo văn bản").fill("Nghị quyết 12 của HĐND tỉnh");
    await button(page, "Thêm mức").click();
    await page.getByText("Đã thêm mức.").waitFor();
    await page.getByText("50.000 đồng mỗi bản tin").waitFor();
    await page.reload();
    await page.getByText("Tháng này chưa có bản tin nào phát trọn vẹn lần đầu.").waitFor();
    await sound(page);
    await keepPicture(page, "admin-royalties");
    const href = await page
      .getByRole("link", { name: "Tải bảng tháng này (XLSX)" })
      .getAttribute("href");
    const status = await page.evaluate(async (at) => (await fetch(at)).status, String(href));
    expect(status).toBe(200);
  });
});

test("the microphone at a pole is allowed cluster by cluster", { timeout: 60_000 }, () =>
  on.as("admin", {}, async ({ page }) => {
    await page.goto(on.open("/admin?part=units"));
    await page.getByLabel("Cụm loa", { exact: true }).selectOption("cum-1");
    await page.getByLabel(/Micro tại cụm/).check();
    await sound(page);
    await button(page, "Lưu").click();
    await page.getByText("Đã lưu và gửi tới thiết bị.").waitFor();
    const view = await on.station.admin.get<{ localInput: boolean }>("/api/clusters/cum-1");
    expect(view.localInput).toBe(true);
  }),
);

test("the SIM and the clock of a board are set for its whole commune", { timeout: 60_000 }, () =>
  on.as("admin", {}, async ({ page }) => {
    await page.goto(on.open("/admin?part=units"));
    await page.getByLabel("Cụm loa", { exact: true }).selectOption("cum-1");
    await page.getByLabel("Megabyte mỗi ngày").fill("0");
    await button(page, "Lưu SIM và đồng hồ").click();
    await page.getByText(/Số megabyte phải từ 1/).waitFor();
    await page.getByLabel("Megabyte mỗi ngày").fill("50");
    await page.getByLabel("Tải trước từ giờ").fill("23:00");
    await page.getByLabel("đến giờ", { exact: true }).fill("05:00");
    await page.getByLabel("Đồng hồ khi mất điện").selectOption("loses");
    await sound(page);
    await button(page, "Lưu SIM và đồng hồ").click();
    await page.getByText(/Đã lưu và gửi tới \d+ thiết bị/).waitFor();
    const view = await on.station.admin.get<object>("/api/clusters/cum-1");
    expect(view).toMatchObject({
      dataPlan: { bytesPerDay: 50_000_000, fetchHours: { start: 1_380, end: 300 } },
      keepsTime: false,
    });
  }),
);
