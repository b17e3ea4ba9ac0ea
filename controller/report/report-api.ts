import { type Static, Type } from "typebox";
import { CommuneCodeSchema, ProvinceCodeSchema } from "../../contract/ids.ts";
import { TagSchema } from "../../contract/schema.ts";
import { rungs } from "../playlog/outcome.ts";
import { signers } from "./form.ts";
import { reportKinds } from "./period.ts";

// Letters, digits and common signs: a text that is printed, never markup or control signs.
const Line = Type.String({ maxLength: 60, pattern: "^[\\p{L}\\p{N} ./\\-]*$" });
const Prose = Type.String({ maxLength: 10_000 });

const asked = {
  period: Type.Optional(
    Type.String({
      pattern: "^[0-9H.-]{4,24}$",
      description: "2026-H1, 2026-H2, 2026, 2026-06 or 2025-12-15..2026-06-14",
    }),
  ),
  commune: Type.Optional(CommuneCodeSchema),
  province: Type.Optional(ProvinceCodeSchema),
  /** Only its orders and messages; kind `campaign` without it is about the one that began last. */
  campaign: Type.Optional(TagSchema),
  rung: Type.Optional(Type.Union(rungs.map((rung) => Type.Literal(rung)))),
  signer: Type.Optional(Type.Union(signers.map((signer) => Type.Literal(signer)))),
  number: Type.Optional(Line),
};

export const ReportParams = Type.Object({
  kind: Type.Union(reportKinds.map((kind) => Type.Literal(kind))),
});
const Format = Type.Union(["json", "docx", "xlsx", "pdf", "csv"].map((one) => Type.Literal(one)));
const table = Type.Optional(
  Type.String({
    pattern: "^[a-z]{3,20}$",
    description: "csv: which table; `communes` when absent",
  }),
);

export const ReportQuery = Type.Object(
  { ...asked, format: Type.Optional(Format), table },
  { additionalProperties: false },
);
export const FreezeBody = Type.Object(
  { ...asked, difficulties: Type.Optional(Prose), proposals: Type.Optional(Prose) },
  { additionalProperties: false },
);
export type ReportAsk = Static<typeof FreezeBody>;

export const FrozenId = Type.Object({ id: Type.String({ pattern: "^[a-z0-9-]{1,64}$" }) });
export const FrozenQuery = Type.Object(
  { format: Type.Optional(Format), table },
  { additionalProperties: false },
);

export const FrozenView = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  place: Type.String(),
  period: Type.Object({ from: Type.String(), to: Type.String(), label: Type.String() }),
  abstract: Type.String(),
  sha256: Type.String(),
  head: Type.Object({
    seq: Type.Integer(),
    link: Type.String(),
    root: Type.String(),
    day: Type.String(),
  }),
  createdAt: Type.String(),
  createdBy: Type.String(),
  publishedAt: Type.Union([Type.String(), Type.Null()]),
});
export type FrozenView = Static<typeof FrozenView>;
export const FrozenList = Type.Object({ items: Type.Array(FrozenView) });
