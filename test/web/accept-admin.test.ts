import { expect } from "vitest";
import { needing } from "../support/needs.ts";
import { anotherBoard } from "../support/second-board.ts";
import { button, stage } from "../support/stage.ts";

const test = needing("chromium");
const on = stage();
const heads =
  "Mã tỉnh,Tên tỉnh,Mã xã,Tên xã,Mã thôn,Tên thôn,Số hộ,Số dân,Mã cụm,Tên cụm,Vĩ độ,Kinh độ";

test(
  "J1 the code on the screen, with how long it is good for, makes a board this cluster's",
  { timeout: 90_000 },
  () =>
    on.as("admin", {}, async ({ page }) => {
      await page.goto(on.open("/clusters?cluster=cum-2"));
      await button(page, "Tạo mã ghi danh").click();
      const code = (await page.locator(".claim-code").textContent()) ?? "";
      expect(code.replaceAll("-", "").length).toBeGreaterThanOrEqual(20);
      await page.getByText(/Còn hiệu lực \d+ (phút|giờ)/).waitFor();
      const board = await anotherBoard(on.station, "cum-2", code);
      try {
        await page.reload();
        await page.getByRole("dialog").getByText("Trực tuyến").first().waitFor();
      } finally {
        await board.stop();
      }
    }),
);

test("J3 a dry run names row and fault and writes nothing", { timeout: 60_000 }, () =>
  on.as("admin", {}, async ({ page }) => {
    await page.goto(on.open("/admin?part=import"));
    const good =
      "51,Tỉnh Quảng Ngãi,21024,Xã Trà Sơn,thon-tay,Thôn Tây,120,480,cum-3,Cụm loa Tây,15.2,108.4";
    const bad = good.replace("120", "rất nhiều").replace("cum-3", "cum-4");
    const buffer = Buffer.from(`${heads}\r\n${good}\r\n${bad}\r\n`);
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer });
    await button(page, "Chạy thử").click();
    await page.getByText(/chỗ phải sửa; chưa có gì được lưu/).waitFor();
    const row = page.getByRole("row").filter({ hasText: "3" }).last();
    expect((await row.textContent()) ?? "").toMatch(/Số hộ/);
    const { items } = await on.station.admin.get<{ items: { id: string }[] }>(
      "/api/hamlets?limit=100",
    );
    expect(items.map((one) => one.id)).not.toContain("thon-tay");
  }),
);
