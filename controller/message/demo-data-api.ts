import { type Static, Type } from "typebox";

/** `loading` while bulletins are still being spoken; `removed` places have ended and their messages stay where they were. */
export const DemoView = Type.Object({
  state: Type.Union([
    Type.Literal("absent"),
    Type.Literal("loading"),
    Type.Literal("here"),
    Type.Literal("removed"),
  ]),
  commune: Type.String(),
  name: Type.String(),
  hamlets: Type.Integer(),
  clusters: Type.Integer(),
  /** Sample bulletins that have their sound, of all. */
  spoken: Type.Integer(),
  of: Type.Integer(),
});
export type DemoView = Static<typeof DemoView>;
