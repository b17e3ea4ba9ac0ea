import { beforeEach, expect } from "vitest";
import { dateText, dayOf } from "../../controller/web/station.ts";
import { violationsOf } from "../support/browser.ts";
import { needing, programPath } from "../support/needs.ts";
import { button, stage } from "../support/stage.ts";

const test = needing("chromium");
const on = stage();

interface Detail {
  readonly title: string;
  readonly state: string;
}
const orders = async () =>
  (await on.station.admin.get<{ items: Detail[] }>("/api/broadcasts")).items;

beforeEach(async () => {
  if (programPath("chromium") === undefined) return;
  const { admin } = on.station;
  const { items } = await admin.get<{ items: { id: string }[] }>("/api/relay-sources");
  for (const { id } of items) await admin.remove(`/api/relay-sources/${id}`);
});

test("a station to relay: added, tried by ear, put right, planned, and removed", {
  timeout: 240_000,
}, async () => {
  // Its stream is a real one over HTTP: a bulletin of this controller.
  const id = await on.station.approved(
    "Tin dài",
    "thong-bao",
    "Kính thưa bà con trong xã. ".repeat(6),
  );
  const { sha256 } = await on.station.admin.get<{ sha256: string }>(`/api/messages/${id}`);
  const url = `${on.station.base}/audio/sha256/${sha256}`;
  const day = dayOf(Date.now()) + 2;
  await on.as("duyet", { width: 1_280 }, async ({ page }) => {
    await page.goto(on.open("/compose"));
    await page.getByText("Tiếp sóng", { exact: true }).click();
    await page.getByText("Chưa có nguồn tiếp sóng nào.").waitFor();
    await page.getByRole("link", { name: "Thêm hoặc sửa nguồn tiếp sóng" }).click();
    await page.getByLabel("Tên đài").fill("Đài tỉnh");
    await page.getByLabel("Địa chỉ luồng âm thanh").fill(`${on.station.base}/khong-co`);
    await button(page, "Thêm nguồn").click();
    await page.getByText("Đã thêm nguồn tiếp sóng.").waitFor();
    await button(page, "Nghe thử Đài tỉnh").click();
    await page.getByText("Máy chủ không nghe được nguồn tiếp sóng này.").waitFor();
    expect(await violationsOf(page)).toEqual([]);

    await button(page, "Sửa Đài tỉnh").click();
    const dialog = page.getByRole("dialog", { name: "Sửa Đài tỉnh" });
    await dialog.getByLabel("Địa chỉ luồng âm thanh").fill(url);
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Lưu" }).click();
    await page.getByText(/Đã lưu nguồn tiếp sóng/).waitFor();
    await button(page, "Nghe thử Đài tỉnh").click();
    await page.getByText(/^Máy chủ nghe được 5 giây \(ogg\), đỉnh -[\d,]+ dB\.$/).waitFor({
      timeout: 60_000,
    });
    await page.locator("audio").evaluate(async (one: HTMLAudioElement) => one.play());
    await page.waitForFunction(() => (document.querySelector("audio")?.currentTime ?? 0) > 0);
    expect(await violationsOf(page)).toEqual([]);

    await page.goto(on.open("/compose"));
    await page.getByText("Tiếp sóng", { exact: true }).click();
    await page.getByLabel("Nguồn tiếp sóng").selectOption({ label: "Đài tỉnh" });
    await page.getByLabel("Tiếp sóng trong (phút)").fill("0");
    await page.getByText("Vào lúc", { exact: true }).click();
    await page.getByLabel("Ngày", { exact: true }).fill(dateText(day));
    await page.getByLabel("Giờ", { exact: true }).fill("05:00");
    await button(page, "Lên lịch phát").click();
    await page.getByText("Số phút tiếp sóng phải từ 1 đến 720.").waitFor();
    await page.getByLabel("Tiếp sóng trong (phút)").fill("15");
    await page.getByLabel("Khi mất nguồn thì phát").selectOption({ label: "Tin dài" });
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Lên lịch phát").click();
    await button(page, "Vẫn lên lịch").click();
    await page.getByText("Đã lên lịch phát.").waitFor();
    expect((await orders()).slice(0, 1).map(({ title, state }) => [title, state])).toEqual([
      ["Tiếp sóng Đài tỉnh", "active"],
    ]);

    await page.goto(on.open("/admin?part=relays"));
    await button(page, "Sửa Đài tỉnh").click();
    await dialog.getByRole("button", { name: "Xoá nguồn" }).click();
    await page.getByText("Chưa có nguồn tiếp sóng nào.").waitFor();
  });
});

test("an editor's relay waits for an approver, and the page says so", {
  timeout: 120_000,
}, async () => {
  const by = await on.station.by("soan");
  const source = { place: "c-21024", name: "Đài huyện", url: "http://127.0.0.1:9/fm" };
  await by.post("/api/relay-sources", source);
  await on.as("soan", {}, async ({ page }) => {
    await page.goto(on.open("/compose"));
    await page.getByText("Tiếp sóng", { exact: true }).click();
    await page.getByLabel("Nguồn tiếp sóng").selectOption({ label: "Đài huyện" });
    await page.getByText("Vào lúc", { exact: true }).click();
    await button(page, "Lên lịch phát").click();
    await button(page, "Vẫn lên lịch").click();
    await page.getByText("Đã gửi duyệt, kèm nơi và giờ phát.").waitFor();
  });
  expect((await orders()).find(({ title }) => title === "Tiếp sóng Đài huyện")?.state).toBe(
    "proposed",
  );
});
