import type { LogContent } from "./log-content.ts";
import { bookOf, HEAD } from "./xlsx.adapter.ts";

/** The rows on their own sheet, so that they sort and sum; what they are and how they were chosen on the first. */
export const drawLogXlsx = ({ table, ...about }: LogContent): Promise<Uint8Array> =>
  bookOf(
    {
      name: "Thông tin",
      lines: [about.title, about.unit, "Bộ lọc", ...about.filter, ...about.evidence],
    },
    [
      {
        sheet: "Nhật ký phát",
        columns: table.columns.map(({ width }) => ({ width })),
        stickyRowsCount: 1,
        data: [
          table.columns.map(({ title }) => ({ type: String, value: title, ...HEAD })),
          ...table.rows.map((row) =>
            row.map((value) => {
              if (value === null) return null;
              return typeof value === "number" ? { type: Number, value } : { type: String, value };
            }),
          ),
        ],
      },
    ],
  );
