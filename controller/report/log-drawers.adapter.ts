import type { LogDrawers } from "./drawing.ts";
import { drawLogPdf } from "./log-pdf.adapter.ts";
import { drawLogXlsx } from "./log-xlsx.adapter.ts";

export const logDrawers: LogDrawers = { xlsx: drawLogXlsx, pdf: drawLogPdf };
