import type { Page } from "playwright-core";
import { expect } from "vitest";
import { tabTo, violationsOf } from "../support/browser.ts";
import { docxOf } from "../support/docx.ts";
import { needing } from "../support/needs.ts";
import { asked, button, stage } from "../support/stage.ts";

const test = needing("chromium");
const on = stage();
const compose = async (page: Page): Promise<void> => {
  await page.goto(on.open("/compose"));
  await page.getByLabel("Lời đọc").waitFor();
};
interface Message {
  readonly id: string;
  readonly title: string;
  readonly text: string | null;
}
const messages = async (): Promise<readonly Message[]> =>
  (await on.station.admin.get<{ items: Message[] }>("/api/messages?limit=100")).items;

test("C1 by keyboard only, from blank to sent", { timeout: 60_000 }, () =>
  on.as("soan", {}, async ({ page }) => {
    const write = async (field: string, text: string) => {
      await tabTo(page, field);
      await page.keyboard.insertText(text);
    };
    await tabTo(page, "Soạn bản tin");
    await page.keyboard.press("Enter");
    await page.getByLabel("Lời đọc").waitFor();
    await write("Lời đọc", "Bà con nhớ đóng cửa chuồng trại trước khi trời tối.");
    await write("Tiêu đề", "Đóng cửa chuồng trại");
    await tabTo(page, "Chủ đề");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowUp");
    await tabTo(page, "Cả Xã Trà Sơn");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Space");
    await tabTo(page, "Gửi duyệt");
    await page.keyboard.press("Enter");
    await page.getByText("Đã gửi duyệt").waitFor({ timeout: 30_000 });
  }),
);

test("C2 words from an input method and pasted NFD are stored as NFC", { timeout: 60_000 }, () =>
  on.as("soan", {}, async ({ page, context }) => {
    await compose(page);
    await page.getByLabel("Tiêu đề").fill("Tie\u0302u \u0111e\u0302\u0300 NFD");
    await page.getByLabel("Chủ đề").selectOption("thong-bao");
    await page.getByLabel("Lời đọc").focus();
    const keys = await context.newCDPSession(page);
    for (const text of ["Nghi", "Nghị"])
      await keys.send("Input.imeSetComposition", { text, selectionStart: 4, selectionEnd: 4 });
    await keys.send("Input.insertText", { text: "Nghị" });
    await page.keyboard.insertText(" quye\u0302\u0301t mo\u031b\u0301i.");
    await button(page, "Gửi duyệt").click();
    await page.getByText("Đã gửi duyệt").waitFor({ timeout: 30_000 });
    const found = (await messages()).find((one) => one.title === "Tiêu đề NFD");
    expect(found?.text).toBe("Nghị quyết mới.".normalize("NFC"));
  }),
);

test("C3 a reload brings the draft back", () =>
  on.as("soan", {}, async ({ page }) => {
    await compose(page);
    await page.getByLabel("Lời đọc").fill("Viết dở.");
    await page.getByLabel("Chủ đề").selectOption("ky-nang-so");
    await page.getByText("Vào lúc").click();
    await page.getByLabel("Giờ").fill("17:30");
    await page.reload();
    // Themes come over the network after the page.
    await page.locator('option[value="ky-nang-so"]').waitFor({ state: "attached" });
    expect([
      await page.getByLabel("Lời đọc").inputValue(),
      await page.getByLabel("Chủ đề").inputValue(),
      await page.getByLabel("Giờ").inputValue(),
    ]).toEqual(["Viết dở.", "ky-nang-so", "17:30"]);
    await button(page, "Xoá bản nháp").click();
  }));

test(
  "C4 the preview plays before anything is saved, the spoken text beside it",
  {
    timeout: 60_000,
  },
  () =>
    on.as("soan", {}, async ({ page }) => {
      const before = (await messages()).length;
      await compose(page);
      await page.getByLabel("Lời đọc").fill("UBND xã họp theo số 57-NQ/TW.");
      await button(page, "Nghe thử").click();
      await page.locator("blockquote").waitFor({ timeout: 30_000 });
      const spoken = await page.locator("blockquote").textContent();
      expect(spoken).toMatch(/ban nhân dân xã/);
      expect(spoken).toContain("năm mươi bảy");
      await page.waitForFunction(() => {
        const sound = document.querySelector("audio");
        return sound !== null && sound.currentTime > 0;
      });
      expect((await messages()).length).toBe(before);
      await button(page, "Xoá bản nháp").click();
    }),
);

test(
  "a long text tells how far its preview is until it is there",
  {
    timeout: 120_000,
  },
  () =>
    on.as("soan", {}, async ({ page }) => {
      await compose(page);
      const sentences = Array.from(
        { length: 150 },
        (_, n) => `Ngày ${(n % 28) + 1}/5, tổ ${n} họp bàn việc số hoá hộ tịch của thôn.`,
      );
      await page.getByLabel("Lời đọc").fill(sentences.join(" "));
      await button(page, "Nghe thử").click();
      const bar = page.getByRole("progressbar", { name: "Đang tạo giọng đọc" });
      const seen: number[] = [];
      while ((await page.locator("blockquote").count()) === 0) {
        const value = await bar.getAttribute("value", { timeout: 500 }).catch(() => null);
        if (value !== null) seen.push(Number(value));
        await page.waitForTimeout(50);
      }
      expect(seen.length).toBeGreaterThan(1);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(seen.at(-1)).toBeGreaterThan(0.3);
      expect(await bar.count()).toBe(0);
      await button(page, "Xoá bản nháp").click();
    }),
);

test("C5 places are an ARIA tree: arrows, space, and all of this hamlet", () =>
  on.as("soan", {}, async ({ page }) => {
    await compose(page);
    const item = (name: RegExp) => page.getByRole("treeitem", { name });
    const checked = (name: RegExp) => item(name).getAttribute("aria-checked");
    await item(/^Cả Xã Trà Sơn/).waitFor();
    expect(await checked(/^Cả Xã/)).toBe("true");
    await item(/^Cả Xã/).focus();
    await page.keyboard.press("Space");
    expect(await checked(/^Cụm loa Đồng Ếch/)).toBe("false");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    expect([
      await checked(/^Cả Xã/),
      await checked(/^Thôn Đông /),
      await checked(/^Cụm loa Nhà văn hoá Đông/),
    ]).toEqual(["mixed", "true", "true"]);
    await page.getByText("1 cụm · khoảng 431 hộ").waitFor();
    for (const key of ["ArrowRight", "ArrowLeft", "ArrowLeft", "End", "ArrowLeft", "ArrowLeft"])
      await page.keyboard.press(key);
    expect(await item(/^Cả Xã/).evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Xoá bản nháp").click();
  }));

test("C6 without the right to approve there is no button, and the route answers 403", {
  timeout: 60_000,
}, async () => {
  const by = await on.station.by("duyet");
  const words = { title: "Của người khác", theme: "thong-bao", language: "vie", text: "Xin chào." };
  const { id } = await by.post<Message>("/api/messages", words);
  await on.as("soan", {}, async ({ page }) => {
    await page.goto(on.open(`/library?message=${id}`));
    await page.getByRole("dialog").getByText("Sẽ đọc là").waitFor();
    expect(await page.getByRole("button", { name: /^Duyệt/ }).count()).toBe(0);
    expect((await asked(page, "POST", `/api/messages/${id}/approve`)).status).toBe(403);
  });
});

test("C7 nobody approves their own message", { timeout: 60_000 }, () =>
  on.as("duyet", {}, async ({ page }) => {
    const own = (await messages()).find((one) => one.title === "Của người khác");
    await page.getByText(/“Của người khác” đang chờ một người khác duyệt/).waitFor();
    await page.goto(on.open(`/library?message=${own?.id}`));
    await page.getByText("Bản tin của bạn đang chờ một người khác duyệt.").waitFor();
    expect(
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Duyệt/ })
        .count(),
    ).toBe(0);
    const refused = await asked(page, "POST", `/api/messages/${own?.id}/approve`);
    expect([refused.status, refused.body.code]).toEqual([403, "self-approval"]);
  }),
);

test("C8 a theme is required; one is only offered where the words give it away", () =>
  on.as("soan", {}, async ({ page }) => {
    await compose(page);
    await page.getByLabel("Lời đọc").fill("Hoa ban nở trắng núi.");
    await button(page, "Gửi duyệt").click();
    await page.getByRole("alert").getByText("Chưa chọn chủ đề.").waitFor();
    await page.getByLabel("Lời đọc").fill("Bình dân học vụ số: kỹ năng số cho mọi nhà.");
    expect(await page.getByLabel("Chủ đề").inputValue()).toBe("ky-nang-so");
    await page.getByText("Đoán theo lời đọc").waitFor();
    await button(page, "Xoá bản nháp").click();
  }));

test("words come out of a .docx and a .txt; what is neither is refused in a sentence", () =>
  on.as("soan", {}, async ({ page }) => {
    await compose(page);
    const take = (name: string, buffer: Buffer) =>
      page.getByLabel("Lấy chữ từ tệp").setInputFiles({ name, mimeType: "", buffer });
    const words = () => page.getByLabel("Lời đọc").inputValue();
    await take("thong-bao.docx", docxOf(["Thông báo họp.", "Mời bà con dự đông đủ."]));
    await page.getByText("Đã lấy chữ từ thong-bao.docx.").waitFor();
    expect(await words()).toBe("Thông báo họp.\nMời bà con dự đông đủ.");
    await take("cu.txt", Buffer.from("Tiê\u0301ng Viê\u0323t"));
    await page.getByText("Đã lấy chữ từ cu.txt.").waitFor();
    expect(await words()).toBe("Tiếng Việt".normalize("NFC"));
    await take("anh.docx", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
    await page.getByText("Không lấy được chữ từ tệp này.").waitFor();
  }));

test(
  "a recording made in the browser is uploaded, levelled and handed in",
  {
    timeout: 60_000,
  },
  () =>
    on.as("soan", {}, async ({ page }) => {
      await compose(page);
      await page.getByText("Ghi âm", { exact: true }).click();
      await button(page, "Bắt đầu ghi âm").click();
      await page.waitForTimeout(2_500);
      await button(page, "Dừng ghi").click();
      await page.locator('audio[src^="blob:"]').first().waitFor();
      await page.getByLabel("Tiêu đề").fill("Lời trưởng thôn");
      await page.getByLabel("Chủ đề").selectOption("thong-bao");
      await button(page, "Gửi duyệt").click();
      await page.getByText("Đã gửi duyệt").waitFor({ timeout: 30_000 });
      const made = (await messages()).find((one) => one.title === "Lời trưởng thôn") as
        | (Message & { origin: string; seconds: number })
        | undefined;
      expect(made?.origin).toBe("recording");
      expect(made?.seconds).toBeGreaterThan(1);
    }),
);

test("personal data needs a reason, which stays in the record", { timeout: 60_000 }, async () => {
  const by = await on.station.by("soan");
  const text = "Ai nhặt được ví xin gọi số 0912 345 678.";
  const words = { title: "Tìm ví", theme: "thong-bao", language: "vie", text };
  const { id } = await by.post<Message>("/api/messages", words);
  await on.as("duyet", {}, async ({ page }) => {
    await page.goto(on.open(`/library?message=${id}`));
    await page.getByRole("dialog").getByRole("button", { name: "Duyệt", exact: true }).click();
    const ask = page.getByRole("dialog").last();
    await ask.getByText(/0912 345 678/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel("Lý do vẫn phát").fill("Chủ ví đồng ý đọc số trên loa.");
    await button(page, "Duyệt kèm lý do").click();
    await page.getByText("Đã duyệt. Có thể lên lịch phát.").waitFor();
    const now = await on.station.admin.get<{ personalReason: string }>(`/api/messages/${id}`);
    expect(now.personalReason).toBe("Chủ ví đồng ý đọc số trên loa.");
  });
});
