/** Where chance comes from: jitter of waits, and names that nobody can guess. */
export interface Chance {
  /** 0 ≤ x < 1. */
  unit(): number;
  /** 26 letters of `[a-z0-9]`, 128 bits. */
  name(): string;
}
