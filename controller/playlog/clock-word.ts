import { isConfirmed } from "../../contract/confirmed.ts";
import type { ClockState } from "../../contract/receipt.ts";

/** Whether the times of a row are more than the guess of a board: `unconfirmed` where they may be wrong, however right they look. */
export type ClockWord = "confirmed" | "unconfirmed";

export const clockText: Readonly<Record<ClockWord, string>> = {
  confirmed: "Giờ đã được xác nhận",
  unconfirmed:
    "Giờ phát chưa được xác nhận: từ khi khởi động, thiết bị chưa nhận được giờ đã ký của bộ điều khiển nên có thể đã phát sai giờ",
};

/** `body`: what a row repeats of the receipt behind it; nothing where no board said anything. */
export function clockOf(body: {
  readonly clock?: Pick<ClockState, "source">;
  readonly unconfirmed?: true;
}): ClockWord | undefined {
  if (body.clock === undefined) return undefined;
  return isConfirmed(body.clock) && body.unconfirmed !== true ? "confirmed" : "unconfirmed";
}
