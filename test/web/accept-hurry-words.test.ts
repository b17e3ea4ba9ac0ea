import type { Page } from "playwright-core";
import { expect } from "vitest";
import { blanksOf, hazards } from "../../controller/web/hazards.ts";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { asked, button, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const on = stage();
const go = (page: Page) => page.goto(on.open("/emergency"));

test("every hazard has words that name what is still to be filled in", () => {
  expect(hazards.map((one) => one.code)).toEqual([
    "flood",
    "storm",
    "landslide",
    "fire",
    "dam-release",
    "missing",
  ]);
  for (const { text } of hazards) expect(blanksOf(text).length).toBeGreaterThan(0);
  expect(blanksOf("[thôn] rồi [thôn], [giờ]")).toEqual(["[thôn]", "[giờ]"]);
});

test("a ready-made warning is handed in only once it is filled in, and a second person makes it usable", {
  timeout: 90_000,
}, async () => {
  await on.as("soan", {}, async ({ page }) => {
    await go(page);
    await page.getByText("Bản tin soạn sẵn theo tình huống").click();
    await page.getByLabel("Loại tình huống").selectOption({ label: "Cháy nhà, cháy rừng" });
    expect(await page.getByLabel("Tình huống", { exact: true }).inputValue()).toBe(
      "cháy nhà, cháy rừng",
    );
    expect(await button(page, "Gửi bản tin chờ duyệt").isDisabled()).toBe(true);
    await page.getByText(/Còn phải điền: \[địa điểm\]/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel("Lời bản tin").fill("Báo cháy tại chợ Trà Sơn. Bà con nhường đường.");
    await button(page, "Gửi bản tin chờ duyệt").click();
    await page.getByText("Chờ một người khác duyệt.").waitFor();
    expect(await button(page, "Duyệt").count()).toBe(0);
  });
  await until("its sound", async () => {
    const { items } = await on.station.admin.get<{ items: { sha256: string | null }[] }>(
      "/api/messages?status=pending&theme=khan-cap",
    );
    return items[0]?.sha256 ?? undefined;
  });
  await on.as("duyet", {}, async ({ page }) => {
    await go(page);
    await button(page, "Duyệt").click();
    await page
      .getByLabel("Bản tin khẩn cấp")
      .locator("option", { hasText: "Báo cháy" })
      .waitFor({ state: "attached" });
  });
});

const cap = () => {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString().replace(/\.\d+Z$/, "-00:00");
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>KTTV-1</identifier><sender>kttv@example.vn</sender>
<sent>${at(-60_000)}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>vi-VN</language><category>Met</category><event>Lũ quét</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Likely</certainty><expires>${at(7_200_000)}</expires><headline>Cảnh báo lũ quét trên suối</headline>
<description>Nước suối lên nhanh.</description><instruction>Bà con lên chỗ cao ngay.</instruction>
<area><areaDesc>Quanh nhà văn hoá</areaDesc><circle>15.2031,108.4502 2</circle></area></info></alert>`;
};

test("a CAP proposal is shown with its original, fills the form, and is refused with a reason", {
  timeout: 90_000,
}, async () => {
  const { token } = (await (
    await fetch(on.open("/api/session"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "admin", password: "mat khau quan tri vien" }),
    })
  ).json()) as { token: string };
  const sent = await fetch(on.open("/api/alerts"), {
    method: "POST",
    headers: { "content-type": "application/cap+xml", authorization: `Bearer ${token}` },
    body: cap(),
  });
  expect([sent.status, sent.ok ? "" : await sent.text()]).toEqual([201, ""]);
  await on.as("duyet", {}, async ({ page }) => {
    await go(page);
    await page.getByText("Cảnh báo lũ quét trên suối").first().waitFor();
    await button(page, "Xem bản gốc").click();
    await page.getByRole("dialog").getByText("urn:oasis:names:tc:emergency:cap:1.2").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await button(page, "Điền vào phiếu").click();
    expect(await page.getByLabel("Số lệnh").inputValue()).toBe("KTTV-1");
    await button(page, "Đồng ý phát").click();
    const airs = page.getByRole("dialog").getByRole("button", { name: "Đồng ý phát" });
    expect(await airs.isDisabled()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await button(page, "Không phát").click();
    await page.getByLabel("Lý do").fill("Trùng lệnh của xã");
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Không phát" }).click();
    await page.getByText("Đã ghi lý do không phát.").waitFor();
  });
});

test("the telephone list is kept by those of the unit; an auditor sees neither it nor its route", {
  timeout: 60_000,
}, async () => {
  await on.as("soan", {}, async ({ page }) => {
    await go(page);
    await page.getByText("Danh bạ gọi điện").click();
    await button(page, "Sửa số của Cụm loa Đồng Ếch").click();
    await page.getByLabel("Tên người liên hệ").fill("Bác Tư");
    await page.getByLabel("Số điện thoại", { exact: true }).fill("0912 345 678");
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Lưu").click();
    expect(await page.getByRole("link", { name: "0912 345 678" }).getAttribute("href")).toBe(
      "tel:0912345678",
    );
  });
  await on.as("kiemtra", {}, async ({ page }) => {
    expect(
      (await asked(page, "PUT", "/api/clusters/cum-2/contact", { name: "x", phone: "0912345" }))
        .status,
    ).toBe(403);
  });
});
