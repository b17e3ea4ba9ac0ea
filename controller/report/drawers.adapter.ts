import { drawDocx } from "./docx.adapter.ts";
import type { Drawers } from "./drawing.ts";
import { breathe, drawInThread } from "./log-thread.adapter.ts";
import { drawPdf } from "./pdf.adapter.ts";
import { drawXlsx } from "./xlsx.adapter.ts";

export const drawers: Drawers = {
  docx: drawDocx,
  xlsx: drawXlsx,
  pdf: drawPdf,
  log: { xlsx: drawInThread("xlsx"), pdf: drawInThread("pdf"), breathe },
};
