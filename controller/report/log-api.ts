import { Type } from "typebox";
import { LogQuery } from "../playlog/playlog-api.ts";

export type LogFormat = "xlsx" | "pdf";

const { limit: _, cursor: __, ...wishes } = LogQuery.properties;

/** `GET /api/play-log/export`: the wishes of the log without its pages; a wish that nobody knows is refused, never left out. */
export const LogExportQuery = Type.Object(
  { ...wishes, format: Type.Union([Type.Literal("xlsx"), Type.Literal("pdf")]) },
  { additionalProperties: false },
);
