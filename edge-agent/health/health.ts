/** What a board can say of itself; a figure that it has no sensor for is absent. */
export interface Vitals {
  /** Degrees Celsius. */
  readonly temperature?: number;
  readonly diskFree?: number;
  readonly memory?: number;
}

export type Sample = () => Promise<Vitals>;
