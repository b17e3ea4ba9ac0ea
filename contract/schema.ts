import { Type } from "typebox";
import type { Duration, Instant } from "./time.ts";

/** Milliseconds since 1970, up to the year 2200: a board's confused clock cannot overflow a sum. */
export const InstantSchema = Type.Unsafe<Instant>(
  Type.Integer({ minimum: 0, maximum: 7_258_118_400_000 }),
);
/** Milliseconds, up to ten years. */
export const DurationSchema = Type.Unsafe<Duration>(
  Type.Integer({ minimum: 0, maximum: 315_576_000_000 }),
);
export const SignedDurationSchema = Type.Unsafe<Duration>(
  Type.Integer({ minimum: -7_258_118_400_000, maximum: 7_258_118_400_000 }),
);
export const EpochSchema = Type.Integer({ minimum: 1, maximum: 4_294_967_295 });
export const RevisionSchema = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const ShortText = Type.String({ maxLength: 300 });
/** ISO 639-3. */
export const LanguageSchema = Type.String({ pattern: "^[a-z]{3}$" });
/** A station day, `YYYY-MM-DD`. */
export const DateSchema = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
/** Minutes since midnight, station time. */
export const MinuteSchema = Type.Integer({ minimum: 0, maximum: 1_440 });
export const TagSchema = Type.String({ pattern: "^[a-z0-9_-]{1,40}$" });
/** Optional list keys stay absent rather than null, so one meaning has one encoding. */
export const list = <T extends Parameters<typeof Type.Array>[0]>(item: T, most = 2_000) =>
  Type.Array(item, { maxItems: most });
