import { expect, test } from "vitest";
import type { Receipt } from "../../contract/receipt.ts";
import { type AgentEvent, eventJson, eventSentence } from "../../edge-agent/events.ts";

const receipt = (fields: object): AgentEvent => ({
  event: "receipt",
  receipt: fields as unknown as Receipt,
});

test("as JSON a receipt is flat, under its own kind", () => {
  expect(JSON.parse(eventJson(receipt({ kind: "armed", occurrence: "o1", sequence: 4 })))).toEqual({
    event: "armed",
    occurrence: "o1",
    sequence: 4,
  });
  expect(JSON.parse(eventJson({ event: "enrolled", agent: "b1" }))).toEqual({
    event: "enrolled",
    agent: "b1",
  });
});

test.each([
  [{ event: "enrolled", agent: "b1" }, "Đã đăng ký, mã thiết bị b1."],
  [{ event: "ready", agent: "b1" }, "Thiết bị b1 đã chạy."],
  [{ event: "connected" }, "Đã nối với bộ điều khiển."],
  [{ event: "disconnected" }, "Mất kết nối với bộ điều khiển; lịch đã tải vẫn phát."],
  [{ event: "stopped" }, "Đã dừng."],
  [receipt({ kind: "boot" }), undefined],
  [
    receipt({ kind: "delivered", document: "plan", scope: "c-1", revision: 3 }),
    "Đã nhận plan của c-1, bản 3.",
  ],
  [receipt({ kind: "document-refused", reason: "unsigned" }), "Từ chối một tài liệu: unsigned."],
  [receipt({ kind: "armed", occurrence: "o1" }), "Đã tải đủ âm thanh của o1."],
  [receipt({ kind: "started", occurrence: "o1" }), "Bắt đầu phát o1."],
  [
    receipt({ kind: "ended", occurrence: "o1", as: "played", heard: 12_400 }),
    "Kết thúc o1: played, 12 giây.",
  ],
  [
    receipt({ kind: "refused", occurrence: "o1", reason: "displaced" }),
    "Không phát o1: displaced.",
  ],
  [receipt({ kind: "alarm", alarm: "crash", detail: "x" }), "Cảnh báo crash: x"],
] as [AgentEvent, string | undefined][])("%j is said for a person", (event, sentence) => {
  expect(eventSentence(event)).toBe(sentence);
});
