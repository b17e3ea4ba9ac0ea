import readXlsxFile from "read-excel-file/node";
import { expect, test } from "vitest";
import { drawers } from "../../../controller/report/drawers.adapter.ts";
import { drawnHere } from "../../../controller/report/drawn-here.adapter.ts";
import { content as report } from "../../support/report-content.ts";

const frozen = { content: { ...report, draft: false }, sha256: "ef".repeat(32) };
const content = (rows: readonly (readonly string[])[]) => ({
  ...{ title: "Nhật ký phát", unit: "Đơn vị: Xã Trà Sơn", filter: [], evidence: [] },
  table: { columns: [{ title: "title", width: 20 }], rows },
});

test("whoever else is served goes on while a long log is drawn", async () => {
  const rows = Array.from({ length: 20_000 }, (_, n) => [`dòng ${n}`]);
  let [turns, drawn] = [0, false];
  const drawing = drawers.log.xlsx(content(rows)).finally(() => {
    drawn = true;
  });
  while (!drawn) {
    turns += 1;
    await new Promise((go) => setTimeout(go, 5));
  }
  const [, log] = await readXlsxFile(Buffer.from(await drawing));
  expect(log?.data).toHaveLength(20_001);
  expect(turns).toBeGreaterThan(20);
});

test("what cannot be drawn fails alone: the next one is drawn", async () => {
  const broken = drawers.log.xlsx(content([[{} as never]]));
  const next = drawers.log.xlsx(content([["sau"]]));
  await expect(broken).rejects.toThrow();
  const [, log] = await readXlsxFile(Buffer.from(await next));
  expect(log?.data).toEqual([["title"], ["sau"]]);
});

test("a report is the same bytes, whichever thread drew it", async () => {
  for (const format of ["docx", "xlsx", "pdf"] as const) {
    const [one, other] = [await drawers[format](frozen), await drawnHere.report[format](frozen)];
    expect(Buffer.compare(Buffer.from(one), Buffer.from(other)), format).toBe(0);
  }
});

test("a breath lets what already waits go first", async () => {
  let went = false;
  setImmediate(() => {
    went = true;
  });
  await drawers.log.breathe();
  expect(went).toBe(true);
});
