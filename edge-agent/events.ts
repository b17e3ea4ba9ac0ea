import type { Receipt } from "../contract/receipt.ts";

/** What the program says on its output: one JSON line each with `--json`, else a sentence in Vietnamese. */
export type AgentEvent =
  | { readonly event: "enrolled"; readonly agent: string }
  | { readonly event: "ready"; readonly agent: string; readonly boot?: string }
  | { readonly event: "connected" | "disconnected" }
  | { readonly event: "receipt"; readonly receipt: Receipt }
  | { readonly event: "stopped" };

/** A flat object: receipts carry their own kind as the event. */
export function eventJson(event: AgentEvent): string {
  if (event.event !== "receipt") return JSON.stringify(event);
  const { kind, ...rest } = event.receipt;
  return JSON.stringify({ event: kind, ...rest });
}

/** The sentence for a person; nothing for what only a program wants. */
export function eventSentence(event: AgentEvent): string | undefined {
  switch (event.event) {
    case "enrolled":
      return `Đã đăng ký, mã thiết bị ${event.agent}.`;
    case "ready":
      return `Thiết bị ${event.agent} đã chạy.`;
    case "connected":
      return "Đã nối với bộ điều khiển.";
    case "disconnected":
      return "Mất kết nối với bộ điều khiển; lịch đã tải vẫn phát.";
    case "stopped":
      return "Đã dừng.";
    case "receipt":
      return receiptSentence(event.receipt);
  }
}

function receiptSentence(receipt: Receipt): string | undefined {
  switch (receipt.kind) {
    case "boot":
      return undefined;
    case "delivered":
      return `Đã nhận ${receipt.document} của ${receipt.scope}, bản ${receipt.revision}.`;
    case "document-refused":
      return `Từ chối một tài liệu: ${receipt.reason}.`;
    case "armed":
      return `Đã tải đủ âm thanh của ${receipt.occurrence}.`;
    case "started":
      return `Bắt đầu phát ${receipt.occurrence}.`;
    case "ended":
      return `Kết thúc ${receipt.occurrence}: ${receipt.as}, ${Math.round(receipt.heard / 1_000)} giây.`;
    case "refused":
      return `Không phát ${receipt.occurrence}: ${receipt.reason}.`;
    case "alarm":
      return `Cảnh báo ${receipt.alarm}: ${receipt.detail}`;
  }
}
