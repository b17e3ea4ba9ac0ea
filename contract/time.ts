/** Milliseconds since 1970-01-01T00:00:00Z, an integer. Documents and receipts hold nothing else. */
export type Instant = number & { readonly __brand: "Instant" };
/** A length of time in milliseconds, an integer; may be negative only as a clock offset. */
export type Duration = number & { readonly __brand: "Duration" };

export interface Clock {
  /** The wall clock. It may step, so lengths are never measured with it. */
  now(): Instant;
  /** Time since an unknown start; it never goes back. */
  monotonic(): Duration;
}

export type Cancel = () => void;

export interface Timers {
  after(wait: Duration, name: string, run: () => void): Cancel;
  every(wait: Duration, name: string, run: () => void): Cancel;
}

export const instant = (ms: number): Instant => Math.round(ms) as Instant;
export const milliseconds = (n: number): Duration => Math.round(n) as Duration;
export const seconds = (n: number): Duration => Math.round(n * 1_000) as Duration;
export const minutes = (n: number): Duration => seconds(n * 60);
export const hours = (n: number): Duration => minutes(n * 60);
export const days = (n: number): Duration => hours(n * 24);

export const later = (from: Instant, by: Duration): Instant => (from + by) as Instant;
export const earlier = (from: Instant, by: Duration): Instant => (from - by) as Instant;
export const between = (start: Instant, end: Instant): Duration => (end - start) as Duration;
export const times = (wait: Duration, factor: number): Duration =>
  Math.round(wait * factor) as Duration;
export const shorter = (one: Duration, other: Duration): Duration =>
  Math.min(one, other) as Duration;
export const firstOf = (one: Instant, other: Instant): Instant => Math.min(one, other) as Instant;
export const lastOf = (one: Instant, other: Instant): Instant => Math.max(one, other) as Instant;

/** A half-open span: `from` belongs to it, `to` does not. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}
