import { beforeAll, expect } from "vitest";
import { violationsOf } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { asked, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";
import { PASSWORD } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();
let alert = "";
beforeAll(async () => {
  if (programPath("chromium") !== undefined) alert = await proposed();
}, 180_000);
const HEADLINE = "Cảnh báo lũ quét trên suối Trà";

const cap = () => {
  const at = (minutes: number) =>
    new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, "-00:00");
  const said = "Nước suối đang lên nhanh, bà con ven suối lên chỗ cao ngay. ".repeat(12);
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>KTTV-77</identifier><sender>kttv@example.vn</sender>
<sent>${at(-1)}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>vi-VN</language><category>Met</category><event>Lũ quét</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Likely</certainty><expires>${at(120)}</expires><headline>${HEADLINE}</headline>
<description>${said}</description><area><areaDesc>Quanh nhà văn hoá</areaDesc><circle>15.2031,108.4502 0.3</circle></area></info></alert>`;
};

/** A person of the provincial station hands the alert in over HTTP, as a warning centre's mail would be. */
async function proposed(): Promise<string> {
  const { admin, base } = on.station;
  const add = (username: string, name: string, role: string, place: string) =>
    admin.post("/api/people", { username, name, password: PASSWORD, roles: [{ role, place }] });
  await add("tinh", "Phạm Trực Tỉnh", "province", "p-51");
  await add("duyet2", "Hồ Thị Duyệt", "approver", "c-21024");
  const login = await fetch(`${base}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "tinh", password: PASSWORD }),
  });
  const { token } = (await login.json()) as { token: string };
  const sent = await fetch(`${base}/api/alerts`, {
    method: "POST",
    headers: { "content-type": "application/cap+xml", authorization: `Bearer ${token}` },
    body: cap(),
  });
  const { id } = (await sent.json()) as { id: string };
  await until(
    "its words are spoken",
    async () => {
      const { segments } = await admin.get<{ segments: { words: { message: string }[] }[] }>(
        `/api/alerts/${id}`,
      );
      const message = segments[0]?.words[0]?.message;
      if (!message) return undefined;
      const { sha256 } = await admin.get<{ sha256: string | null }>(`/api/messages/${message}`);
      return sha256 ?? undefined;
    },
    90_000,
  );
  return id;
}

interface Order {
  readonly id: string;
  readonly state: string;
  readonly approvals: readonly string[];
  readonly occurrences: readonly { clusters: { outcome: string | null; state: string }[] }[];
}
const order = async (alert: string) => {
  const { segments } = await on.station.admin.get<{ segments: { broadcast: string | null }[] }>(
    `/api/alerts/${alert}`,
  );
  const id = segments[0]?.broadcast;
  return id ? on.station.admin.get<Order>(`/api/broadcasts/${id}`) : undefined;
};

test("a CAP alert is aired by two people, the same one twice is refused, and one takes it back", {
  timeout: 300_000,
}, async () => {
  const agree = "Đồng ý phát";
  await on.as("duyet", {}, async ({ page }) => {
    await page.goto(on.open("/emergency"));
    const item = page.locator("li").filter({ hasText: HEADLINE });
    await item
      .getByText(/Nước suối đang lên nhanh/)
      .first()
      .waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await item.getByRole("button", { name: agree }).click();
    const dialog = page.getByRole("dialog", { name: HEADLINE });
    expect(await dialog.getByRole("button", { name: agree }).isDisabled()).toBe(true);
    await dialog.getByLabel("Gõ chữ PHÁT để xác nhận").fill("phát");
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole("button", { name: agree }).click();
    await page.getByText("Đã ghi nhận đồng ý.").waitFor();
    await item.getByText("Một người đã đồng ý; chờ người thứ hai.").waitFor();
    const again = await asked(page, "POST", `/api/alerts/${alert}/air`);
    expect(again.status).toBe(403);
    expect((await order(alert))?.state).toBe("proposed");
  });
  await on.as("duyet2", {}, async ({ page }) => {
    await page.goto(on.open("/emergency"));
    const item = page.locator("li").filter({ hasText: HEADLINE });
    await item.getByRole("button", { name: agree }).click();
    const dialog = page.getByRole("dialog", { name: HEADLINE });
    await dialog.getByLabel("Gõ chữ PHÁT để xác nhận").fill("PHÁT");
    await dialog.getByRole("button", { name: agree }).click();
    const board = page.locator("section.card").filter({ hasText: "cụm đã xác nhận" }).first();
    await board.getByText("1/1 cụm đã xác nhận").waitFor({ timeout: 60_000 });
    await board.getByText(/đang phát/).waitFor({ timeout: 60_000 });
    expect(new Set((await order(alert))?.approvals).size).toBe(2);
    await board.getByRole("button", { name: "Huỷ lệnh" }).click();
    await board.getByText("Đã huỷ, mọi cụm đã xác nhận dừng.").waitFor({ timeout: 60_000 });
    expect(await violationsOf(page)).toEqual([]);
  });
  const stopped = await until(
    "its outcome",
    async () => {
      const pairs = (await order(alert))?.occurrences.flatMap((one) => one.clusters) ?? [];
      return pairs.length > 0 && pairs.every((one) => one.outcome !== null) ? pairs : undefined;
    },
    60_000,
  );
  expect(stopped.map(({ outcome }) => outcome)).not.toContain("played");
  expect((await order(alert))?.state).toBe("cancelled");
});
