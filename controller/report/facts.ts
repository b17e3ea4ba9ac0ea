import type { RoyaltyRate, Work } from "./royalty.ts";

/** What the store knows of a period and a place; every number of a report is made from this and from reach. */
export interface ReportFacts {
  readonly communes: readonly { readonly code: string; readonly name: string }[];
  /** Newest outcome of each planned occurrence × cluster, counted; `heard` in milliseconds. */
  readonly outcomes: readonly {
    readonly commune: string;
    readonly outcome: string;
    readonly plays: number;
    readonly heard: number;
  }[];
  readonly themes: readonly {
    readonly theme: string | null;
    readonly airings: number;
    readonly plays: number;
    readonly heard: number;
  }[];
  /** Why something did not play in full. */
  readonly reasons: readonly {
    readonly outcome: string;
    readonly reason: string | null;
    readonly plays: number;
  }[];
  /** Clusters that failed most. */
  readonly troubled: readonly {
    readonly name: string;
    readonly commune: string;
    readonly failed: number;
    readonly planned: number;
  }[];
  readonly clusters: readonly {
    readonly commune: string;
    readonly kind: string;
    readonly count: number;
  }[];
  readonly orders: readonly {
    readonly title: string;
    readonly level: string;
    readonly airings: number;
    readonly planned: number;
    readonly played: number;
    readonly verified: number;
  }[];
  /** What was aired, by its bytes: the hash is that of the file that the boards were sent; `length` in milliseconds. */
  readonly recordings: readonly {
    readonly title: string;
    readonly language: string;
    readonly sha256: string;
    readonly length: number;
    readonly airings: number;
    readonly plays: number;
  }[];
  /** What was first aired in full in the period and who made it: what royalties are counted from. */
  readonly works: readonly Work[];
  readonly rates: readonly RoyaltyRate[];
}
