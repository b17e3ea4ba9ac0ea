/** What was heard of a board in a quarter of an hour (`slot`: its first instant); kept two days. `signal` and `temperature` are the last ones told. */
export interface BoardPulseTable {
  agent: string;
  slot: number;
  heard: number;
  signal: number | null;
  temperature: number | null;
}
/** What somebody did or saw at a cluster; never edited. */
export interface RepairNoteTable {
  id: string;
  cluster: string;
  at: number;
  person: string;
  text: string;
}
/** Whom people telephone at a cluster that confirms nothing. */
export interface ContactTable {
  cluster: string;
  name: string;
  phone: string;
}
