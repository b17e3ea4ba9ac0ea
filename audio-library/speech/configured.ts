import { type Static, Type } from "typebox";
import { Value } from "typebox/value";

const Piper = Type.Object(
  {
    engine: Type.Literal("piper"),
    /** `.onnx`, with its `.onnx.json` beside it. */
    voiceFile: Type.String({ minLength: 1 }),
    /** Else `piper` on the search path. */
    program: Type.Optional(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);

const service = <const T extends string>(engine: T) =>
  Type.Object(
    {
      engine: Type.Literal(engine),
      key: Type.String({ minLength: 1 }),
      tokenId: Type.Optional(Type.String()),
      tokenKey: Type.Optional(Type.String()),
      /** Azure's. */
      region: Type.Optional(Type.String({ pattern: "^[a-z0-9-]+$" })),
      /** Another address than the service's own. */
      base: Type.Optional(Type.String({ pattern: "^https?://[^/]+$" })),
    },
    { additionalProperties: false },
  );

/** The file that VANGXA_VOICES names: engines beside the built-in one. It holds keys: mode 0600. */
export const VoicesFile = Type.Array(
  Type.Union([
    Piper,
    service("fpt"),
    service("viettel"),
    service("zalo"),
    service("vnpt"),
    service("google"),
    service("azure"),
  ]),
);
export type VoicesFile = Static<typeof VoicesFile>;

/** What is wrong is said by its place, never by its value: the value may be a key. */
export function parseVoices(text: string): VoicesFile {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error("the voices file is not JSON");
  }
  if (Value.Check(VoicesFile, found)) return found;
  if (!Array.isArray(found)) throw new Error("the voices file is not a list");
  const wrong = found.findIndex((entry) => !Value.Check(VoicesFile, [entry]));
  throw new Error(`the voices file is wrong in its entry ${wrong + 1}`);
}
