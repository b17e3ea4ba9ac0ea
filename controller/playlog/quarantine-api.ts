import { Type } from "typebox";
import { AgentIdSchema } from "../../contract/ids.ts";

const Nullable = Type.Union([Type.String(), Type.Null()]);

export const ByAgent = Type.Object({ agent: AgentIdSchema });

export const QuarantineList = Type.Object({
  items: Type.Array(
    Type.Object({
      agent: Type.String(),
      cluster: Type.String(),
      commune: Type.String(),
      since: Type.String(),
      why: Type.String(),
      /** A sentence for people. */
      vi: Type.String(),
      detail: Type.String(),
      releasedAt: Nullable,
      releasedBy: Nullable,
      reason: Nullable,
    }),
  ),
});

export const ReleaseRequest = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) },
  { additionalProperties: false },
);
export const ReleaseReply = Type.Object({ agent: Type.String(), released: Type.Literal(true) });
