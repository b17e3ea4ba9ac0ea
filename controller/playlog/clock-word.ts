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

/** The same of a row's body as text: 1 where its times may be wrong, as the tables keep it. */
export const unconfirmedIn = (body: string): 0 | 1 =>
  clockOf(JSON.parse(body)) === "unconfirmed" ? 1 : 0;

/** The same in SQL, for a column that holds bodies; a body that was spoilt says nothing, whoever checks the log finds it there. */
export const unconfirmedSql = (column: string): string =>
  `case when json_valid(${column}) then json_extract(${column}, '$.clock') is not null and (
    coalesce(json_extract(${column}, '$.clock.source'), '') not in ('controller', 'ntp')
    or coalesce(json_extract(${column}, '$.unconfirmed'), 0) = 1) else 0 end`;
