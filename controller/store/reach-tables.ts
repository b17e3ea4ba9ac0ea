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
