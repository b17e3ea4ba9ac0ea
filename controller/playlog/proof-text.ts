import type { Evidence } from "../../contract/receipt.ts";
import type { Rung } from "./outcome.ts";

export const rungText: Readonly<Record<Rung, string>> = {
  planned: "đã lên lịch",
  delivered: "đã nhận lịch",
  armed: "đã tải âm thanh",
  started: "đã bắt đầu phát",
  completed: "phát xong",
  electric: "xác nhận bằng dòng điện",
  acoustic: "được micro xác nhận",
};

const heardText: Readonly<Record<NonNullable<Evidence["acoustic"]>["verdict"], string>> = {
  heard: "micro nghe đúng bản tin",
  partly: "micro chỉ nghe được một phần",
  "not-heard": "micro không nghe thấy bản tin",
  undecided: "micro không kết luận được",
};

const powerText: Readonly<Record<NonNullable<Evidence["electric"]>["verdict"], string>> = {
  yes: "âm-li có phát công suất",
  weak: "âm-li phát yếu",
  no: "âm-li không phát công suất",
};

const decimal = (value: number): string => String(Math.round(value * 10) / 10).replace(".", ",");

/** What the sensors say, with their figures; empty where there were none. */
export function proofText({ acoustic, electric }: Evidence): string {
  const said: string[] = [];
  if (electric) {
    const { verdict, watts, idleWatts } = electric;
    said.push(`${powerText[verdict]} (${decimal(watts)} W, khi im ${decimal(idleWatts)} W)`);
  }
  if (acoustic) {
    const { verdict, coverage, lag, suspicion } = acoustic;
    const figures = [`nhận ra ${Math.round(coverage * 100)} %`];
    if (coverage > 0) figures.push(`trễ ${Math.round(lag)} ms`);
    said.push(`${heardText[verdict]} (${figures.join(", ")})`);
    if (suspicion !== undefined)
      said.push("nghi vấn: quá sạch so với âm thanh ngoài trời, không tính");
  }
  return said.join("; ");
}
