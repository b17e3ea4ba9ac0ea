import type { Drawers } from "./drawing.ts";
import { breathe, drawInThread } from "./drawing-thread.adapter.ts";

export const drawers: Drawers = {
  docx: drawInThread("report", "docx"),
  xlsx: drawInThread("report", "xlsx"),
  pdf: drawInThread("report", "pdf"),
  log: { xlsx: drawInThread("log", "xlsx"), pdf: drawInThread("log", "pdf"), breathe },
};
