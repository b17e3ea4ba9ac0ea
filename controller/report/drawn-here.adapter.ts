import { drawDocx } from "./docx.adapter.ts";
import { drawLogPdf } from "./log-pdf.adapter.ts";
import { drawLogXlsx } from "./log-xlsx.adapter.ts";
import { drawPdf } from "./pdf.adapter.ts";
import { drawXlsx } from "./xlsx.adapter.ts";

/** What draws, in whichever thread this runs. */
export const drawnHere = {
  report: { docx: drawDocx, xlsx: drawXlsx, pdf: drawPdf },
  log: { xlsx: drawLogXlsx, pdf: drawLogPdf },
} as const;
