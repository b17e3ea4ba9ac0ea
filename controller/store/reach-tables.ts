/** A share to be reached by a station day. `metric`: `households`, `people`, `regular`; `place` is a scope. */
export interface ReachTargetTable {
  id: string;
  metric: string;
  share: number;
  due: string;
  place: string;
  source: string;
  per_month: number | null;
}
/** What an airing was about (`reach/subject.ts`), with the half month and the instant at which its window began. */
export interface ReachSubjectTable {
  kind: string;
  value: string;
  at: number;
  occurrence: string;
  bucket: number;
}
type Rung = "planned" | "delivered" | "armed" | "started" | "completed" | "electric" | "acoustic";

/**
 * What is counted together: all plays (`unconfirmed` 0), or only those by a clock that nothing had confirmed (1); what
 * `reach/rollup.store.ts` keeps beside the rows.
 */
interface RolledTable {
  kind: string;
  unconfirmed: number;
  year: number;
  value: string;
  cluster: string;
}
/** How many airings of a month stand at which rung on a cluster, before the 15th (`early_`) and from then on. */
export interface ReachRollupTable
  extends RolledTable,
    Record<`${"early" | "late"}_${Rung}`, number> {
  /** Counted from year 0. */
  month: number;
}
/** The sums of a year. */
export interface ReachYearTable extends RolledTable, Record<Rung, number> {}
/** The one row `log`: through which row of the play log everything is in the roll-up. */
export interface ReachCountedTable {
  id: string;
  through: number;
}
