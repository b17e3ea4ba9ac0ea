/** `status`: `active`, `quarantined`, `retired`. `secret_hash` is that of its broker password. */
export interface AgentTable {
  id: string;
  cluster: string;
  public_key: string;
  secret_hash: string;
  about: string;
  status: string;
  enrolled_at: number;
  retired_at: number | null;
}
export interface ClaimTable {
  code_hash: string;
  cluster: string;
  created_by: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
}
/** The last word of each board about itself; liveness only. JSON: `health` (`KeptHealth`), `player` (`PlayerAbout`, where it was said). */
export interface AgentStateTable {
  agent: string;
  session: string;
  boot: string;
  state: string;
  seen_at: number;
  version: string;
  applied: string;
  armed: number;
  wanted: number;
  clock: string;
  outbox: number;
  health: string | null;
  player: string | null;
}
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
