import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { dateOfDay } from "../../contract/station-time.ts";
import { dayOf } from "../../controller/web/station.ts";
import type { Child } from "../../demo/child.ts";
import { startChild } from "../../demo/children.adapter.ts";
import { violationsOf } from "../support/browser.ts";
import { needing } from "../support/needs.ts";
import { anotherBoard } from "../support/second-board.ts";
import { button, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";
import { PASSWORD } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();
const vangxa = fileURLToPath(new URL("../../bin/vangxa.mjs", import.meta.url));
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

test(
  "starter bulletins come as drafts, and one is handed in once it has its sound",
  {
    timeout: 240_000,
  },
  () =>
    on.as("admin", {}, async ({ page }) => {
      await page.goto(on.open("/library"));
      await button(page, "Lấy 10 bản tin mẫu").click();
      await page.getByText(/Đã thêm 10 bản tin mẫu/).waitFor({ timeout: 30_000 });
      const { admin } = on.station;
      interface Kept {
        readonly id: string;
        readonly status: string;
        readonly sha256: string | null;
      }
      const draft = await until(
        "a draft with its sound",
        async () =>
          (await admin.get<{ items: Kept[] }>("/api/messages?status=draft&limit=100")).items.find(
            (one) => one.sha256 !== null,
          ),
        200_000,
      );
      await page.goto(on.open(`/library?message=${draft.id}`));
      expect(await violationsOf(page)).toEqual([]);
      await button(page, "Gửi duyệt").click();
      await page.getByText("Đã gửi; chờ một người khác duyệt.").waitFor({ timeout: 60_000 });
      const now = await admin.get<Kept>(`/api/messages/${draft.id}`);
      expect(now.status).toBe("pending");
    }),
);

const cap = () => {
  const at = (n: number) => minutes(n).replace(/\.\d+Z$/, "-00:00");
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>KTTV-9</identifier><sender>kttv@example.vn</sender>
<sent>${at(-1)}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>vi-VN</language><category>Met</category><event>Lũ quét</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Likely</certainty><expires>${at(120)}</expires><headline>Lũ quét trên suối</headline>
<description>Nước suối lên nhanh.</description><instruction>Bà con lên chỗ cao ngay.</instruction>
<area><areaDesc>Quanh nhà văn hoá</areaDesc><circle>15.2031,108.4502 0.3</circle></area></info></alert>`;
};

test("a proposal of a warning centre sounds once two people agree, each by a typed word", {
  timeout: 120_000,
}, async () => {
  const { admin } = on.station;
  const roles = [{ role: "approver", place: "c-21024" }];
  const second = { username: "duyet2", name: "Lê Thị Hai", password: PASSWORD, roles };
  await admin.post("/api/people", second);
  await on.as("admin", {}, async ({ page }) => {
    const status = await page.evaluate(async (body) => {
      const headers = { "content-type": "application/cap+xml" };
      return (await fetch("/api/alerts", { method: "POST", headers, body })).status;
    }, cap());
    expect(status).toBe(201);
  });
  const agree = (who: string) =>
    on.as(who, {}, async ({ page }) => {
      await page.goto(on.open("/emergency"));
      await button(page, "Đồng ý phát").click();
      await page.getByLabel("Gõ chữ PHÁT để xác nhận").fill("phát");
      await page.getByRole("dialog").getByRole("button", { name: "Đồng ý phát" }).click();
      await page.getByText("Đã ghi nhận đồng ý.").waitFor({ timeout: 30_000 });
    });
  await agree("duyet");
  await on.as("duyet2", {}, async ({ page }) => {
    await page.goto(on.open("/emergency"));
    await page.getByText("Một người đã đồng ý; chờ người thứ hai.").waitFor();
    expect(await page.getByText("cụm đã xác nhận").count()).toBe(0);
  });
  await agree("duyet2");
  await on.as("duyet2", {}, async ({ page }) => {
    await page.goto(on.open("/emergency"));
    await page.getByText("1/1 cụm đã xác nhận").waitFor({ timeout: 60_000 });
  });
});

test("a report that falls due in a week is on the day's page, and leads to the reports", {
  timeout: 150_000,
}, async () => {
  const due = dateOfDay(dayOf(Date.now()) + 7);
  await on.station.admin.post("/api/deadline-rules", {
    ...{ name: "Báo cáo đợt", who: "Xã", to: "Sở", days: [due.slice(5)], before: true },
    place: "p-51",
  });
  await on.as("duyet", {}, async ({ page }) => {
    const card = page.locator("section.card").filter({ hasText: "Nhắc việc báo cáo" });
    await card.getByText(/Báo cáo đợt/).waitFor({ timeout: 120_000 });
    expect(await violationsOf(page)).toEqual([]);
    await card.getByRole("link").first().click();
    await page.getByRole("heading", { level: 1, name: "Báo cáo" }).waitFor();
  });
});

/** The board in this folder, until it has told of its start. */
async function started(folder: string): Promise<Child> {
  const words = ["agent", "--data", folder, "--controller", on.station.base, "--json"];
  const sink = ["--sink", `virtual:${folder}.wav`];
  const board = startChild("cum-2", [vangxa, ...words, ...sink], process.env);
  await board.waitFor((said) => said["event"] === "connected", 40_000);
  await new Promise((go) => setTimeout(go, 3_000));
  return board;
}

test("a copied board is not believed, says so on the day's page, and a person believes it again with a reason", {
  timeout: 150_000,
}, async () => {
  await (await anotherBoard(on.station, "cum-2")).stop();
  const [own, copy] = [join(on.station.dir, "cum-2"), join(on.station.dir, "cum-2-copy")];
  await cp(own, copy, { recursive: true });
  await (await started(own)).stop();
  const twin = await started(copy);
  try {
    await on.as("duyet", {}, async ({ page }) => {
      const card = page.locator("section.card").filter({ hasText: "Thiết bị chưa được tin" });
      await card.getByText("Cụm loa Đồng Ếch").waitFor({ timeout: 30_000 });
      await button(page, "Cho tin lại").click();
      const dialog = page.getByRole("dialog");
      const release = dialog.getByRole("button", { name: "Cho tin lại" });
      expect(await release.isDisabled()).toBe(true);
      expect(await violationsOf(page)).toEqual([]);
      await dialog.getByLabel("Đã kiểm tra những gì").fill("Đã thu hồi thẻ nhớ chép lại.");
      await release.click();
      await page.getByText("Tin của thiết bị lại được tính.").waitFor();
      await card.waitFor({ state: "detached" });
    });
  } finally {
    await twin.stop();
  }
});
