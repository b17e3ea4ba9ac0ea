/** One row of a table of refusals. The code is for programs and never changes. */
export interface ProblemText {
  readonly status: number;
  /** What happened, one plain sentence. */
  readonly vi: string;
  /** What to do now. */
  readonly hint: string;
  readonly en: string;
}
