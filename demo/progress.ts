/** What a person sees of one cluster while the demo runs. */
export interface Seen {
  readonly cluster: string;
  readonly state: string;
  readonly outcome: string | null;
  /** 0 to 1 of the programme, estimated from the start that the board reported. */
  readonly done: number;
}

const stateText: Record<string, string> = {
  planned: "đã lên lịch",
  delivered: "đã nhận lịch",
  armed: "đã tải âm thanh",
  playing: "đang phát",
  cut: "bị cắt, chờ phát tiếp",
  ended: "đã phát, chờ ghi sổ",
  refused: "từ chối",
};

const outcomeText: Record<string, string> = {
  played: "phát xong",
  partial: "phát một phần",
  preempted: "bị chen ngang",
  interrupted: "bị ngắt",
  cancelled: "đã huỷ",
  expired: "quá hạn",
  refused: "từ chối",
  failed: "lỗi",
  unreported: "không có báo cáo",
};

const WIDTH = 24;

export const textOf = (seen: Seen): string =>
  seen.outcome === null
    ? (stateText[seen.state] ?? seen.state)
    : (outcomeText[seen.outcome] ?? seen.outcome);

const partOf = (seen: Seen): number => {
  if (seen.outcome !== null) return 1;
  if (seen.state === "playing" || seen.state === "cut") return 0.2 + 0.75 * Math.min(1, seen.done);
  return { planned: 0, delivered: 0.1, armed: 0.2, ended: 0.97 }[seen.state] ?? 0;
};

/** `cum-1           [########--------]  đang phát`. */
export function bar(seen: Seen): string {
  const full = Math.round(partOf(seen) * WIDTH);
  return `  ${seen.cluster.padEnd(16)} [${"#".repeat(full)}${"-".repeat(WIDTH - full)}] ${textOf(seen)}`;
}
