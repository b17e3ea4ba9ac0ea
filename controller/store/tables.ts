import type { Generated } from "kysely";
import type { AlertKeyTable, AlertReferenceTable, AlertTable } from "./alert-tables.ts";
import type {
  AgentStateTable,
  AgentTable,
  BoardPulseTable,
  ClaimTable,
  ContactTable,
  RepairNoteTable,
} from "./board-tables.ts";
import type {
  CalendarFeedTable,
  CampaignTable,
  DeadlineRuleTable,
  HolidayTable,
  RelaySourceTable,
  ReminderTable,
} from "./calendar-tables.ts";
import type {
  DeliveredTable,
  DispatchedTable,
  DocumentHeadTable,
  DocumentTextTable,
  IssuedDocumentTable,
  LogHeadTable,
  OutcomeTable,
  PlayLogTable,
  QuarantineTable,
  ReceiptHeadTable,
  ReceiptSealTable,
  ReceiptTable,
} from "./evidence-tables.ts";
import type { InboxTable, MakeGoodTable, PriorityOrderTable, WishTable } from "./level-tables.ts";
import type { FingerprintTable, LexiconTable, MessageVersionTable } from "./library-tables.ts";
import type { HamletOutlineTable, PlaceMoveTable } from "./place-migrations.ts";
import type {
  ReachCountedTable,
  ReachRollupTable,
  ReachSubjectTable,
  ReachTargetTable,
  ReachYearTable,
} from "./reach-tables.ts";
import type { ReportTable, RoyaltyRateTable } from "./report-migrations.ts";

/*
 * Row types, one block a concept; only that concept's `.store.ts` writes its tables (docs/architecture.md lists them).
 * Instants are integers (milliseconds), truth values 0 or 1, lists and bodies JSON text: the same on SQLite and PostgreSQL.
 * `valid_from`/`valid_to` are station days (`YYYY-MM-DD`), `valid_to` exclusive, null = open.
 */

// access
export interface PersonTable {
  id: string;
  username: string;
  name: string;
  password_hash: string;
  disabled: number;
  created_at: number;
}
/** `place` is a scope: `centre` (everything), `p-51`, `c-21024`. */
export interface RoleTable {
  person: string;
  role: string;
  place: string;
}
export interface LoginTable {
  token_hash: string;
  person: string;
  created_at: number;
  seen_at: number;
  expires_at: number;
  address: string;
  about: string;
}
/** What people changed; append-only, chained by `link`. */
export interface AuditTable {
  seq: Generated<number>;
  at: number;
  person: string | null;
  address: string;
  action: string;
  subject: string;
  before: string | null;
  after: string | null;
  reason: string | null;
  link: string;
}

// fleet
export interface ProvinceTable {
  code: string;
  name: string;
  folded: string;
  valid_from: string;
  valid_to: string | null;
}
export interface CommuneTable {
  code: string;
  province: string;
  name: string;
  folded: string;
  valid_from: string;
  valid_to: string | null;
  /** The commune into which it went; null = it stands, or ended alone. */
  successor?: string | null | undefined;
}
export interface HamletTable {
  id: string;
  commune: string;
  name: string;
  folded: string;
  valid_from: string;
  valid_to: string | null;
}
/** Dated figures: households and people of a hamlet, and the languages spoken there (ISO 639-3, JSON list). */
export interface HamletFigureTable {
  hamlet: string;
  households: number;
  people: number;
  languages: string;
  valid_from: string;
  valid_to: string | null;
}
/** `kind`: `ip` = measurable; `fm-bridge`, `wired-bridge` = horns behind it confirm nothing ("không đo được"). `data_plan`: what the SIM
 * allows, as JSON; `keeps_time`: the board's clock goes on without power (1), does not (0), nobody said (null). */
export interface ClusterTable {
  id: string;
  commune: string;
  name: string;
  folded: string;
  kind: string;
  latitude: number | null;
  longitude: number | null;
  tags: string;
  exercise: number;
  volume: string;
  data_plan: string | null;
  keeps_time: number | null;
  /** Whether the microphone at the pole may sound (1). */
  local_input: number | null;
  valid_from: string;
  valid_to: string | null;
}
/** Which share (0–1] of a hamlet's households a cluster serves. */
export interface ClusterHamletTable {
  cluster: string;
  hamlet: string;
  share: number;
  valid_from: string;
  valid_to: string | null;
}
/** A commune's operating regulation (Decree 49/2024/NĐ-CP): sessions, quiet hours and caps as contract JSON. */
export interface RegulationTable {
  commune: string;
  number: string;
  sessions: string;
  quiet: string;
  caps: string;
  valid_from: string;
  valid_to: string | null;
}

// message
/** `status`: `draft`, `pending`, `approved`, `rejected`. `place` is the scope that owns it. */
export interface MessageTable {
  id: string;
  version: number;
  place: string;
  title: string;
  folded: string;
  theme: string;
  language: string;
  text: string | null;
  spoken: string | null;
  spans: string;
  voice: string | null;
  origin: string;
  status: string;
  author: string;
  created_at: number;
  /** SHA-256 of what a person approves: title, theme, language, spoken text and audio. */
  content_hash: string | null;
  decided_by: string | null;
  decided_at: number | null;
  decision_reason: string | null;
  sha256: string | null;
  bytes: number | null;
  length: number | null;
  lufs: number | null;
  true_peak: number | null;
  peaks: string | null;
  engine: string | null;
  notes: string;
  source_document: string | null;
  secrecy: string;
  valid_from: number | null;
  valid_to: number | null;
  campaign: string | null;
  /** Why personal data in an approved message may air all the same. */
  personal_reason: string | null;
  audience: string | null;
  /** Số, ký hiệu of the source document. */
  source_number: string | null;
  /** Who made it, what each is owed, and who may use it: JSON. */
  rights: string | null;
  /** The message whose versions in other languages belong together; null = its own. */
  work: string | null;
  /** Milliseconds `before` and `after` its words that other messages have too (a chime): JSON; null = none that is known. */
  shared: string | null;
}

// schedule
/** `state`: `proposed` (waits for approval), `active`, `cancelled`, `rejected`. `spec` is the order as it was given. */
export interface BroadcastTable {
  id: string;
  place: string;
  title: string;
  theme: string | null;
  level: string;
  authority: string;
  status: string;
  spec: string;
  state: string;
  author: string;
  created_at: number;
  content_hash: string;
  approvals: string;
  cancelled_at: number | null;
  cancelled_by: string | null;
  idempotency_key: string | null;
  campaign: string | null;
}
/**
 * `body` is the contract's `Occurrence`, immutable but for the names of its places (`schedule/carrying.ts`); `document` says in which
 * kind of document it travels.
 */
export interface OccurrenceTable {
  id: string;
  broadcast: string;
  scope: string;
  document: string;
  level: string;
  not_before: number;
  not_after: number;
  body: string;
  created_at: number;
  cancelled_at: number | null;
  closed_at: number | null;
}
/** Which clusters an occurrence was meant for when it was ordered. */
export interface OccurrenceClusterTable {
  occurrence: string;
  cluster: string;
}
// plumbing
/** Live events, kept a day so that a browser can catch up by `Last-Event-ID`. */
export interface EventTable {
  id: Generated<number>;
  at: number;
  kind: string;
  place: string;
  body: string;
}
export interface SettingTable {
  name: string;
  value: string;
}

export interface Tables {
  person: PersonTable;
  role: RoleTable;
  login: LoginTable;
  audit: AuditTable;
  province: ProvinceTable;
  commune: CommuneTable;
  hamlet: HamletTable;
  hamlet_figure: HamletFigureTable;
  hamlet_outline: HamletOutlineTable;
  cluster: ClusterTable;
  cluster_hamlet: ClusterHamletTable;
  regulation: RegulationTable;
  place_move: PlaceMoveTable;
  agent: AgentTable;
  claim: ClaimTable;
  agent_state: AgentStateTable;
  board_pulse: BoardPulseTable;
  repair_note: RepairNoteTable;
  cluster_contact: ContactTable;
  message: MessageTable;
  message_version: MessageVersionTable;
  lexicon: LexiconTable;
  fingerprint: FingerprintTable;
  alert: AlertTable;
  alert_reference: AlertReferenceTable;
  alert_key: AlertKeyTable;
  broadcast: BroadcastTable;
  occurrence: OccurrenceTable;
  holiday: HolidayTable;
  campaign: CampaignTable;
  deadline_rule: DeadlineRuleTable;
  reminder: ReminderTable;
  relay_source: RelaySourceTable;
  calendar_feed: CalendarFeedTable;
  occurrence_cluster: OccurrenceClusterTable;
  inbox: InboxTable;
  priority_order: PriorityOrderTable;
  make_good: MakeGoodTable;
  wish: WishTable;
  document_head: DocumentHeadTable;
  document_text: DocumentTextTable;
  issued_document: IssuedDocumentTable;
  dispatched: DispatchedTable;
  receipt: ReceiptTable;
  receipt_head: ReceiptHeadTable;
  receipt_seal: ReceiptSealTable;
  delivered: DeliveredTable;
  play_log: PlayLogTable;
  outcome: OutcomeTable;
  reach_target: ReachTargetTable;
  reach_subject: ReachSubjectTable;
  reach_rollup: ReachRollupTable;
  reach_year: ReachYearTable;
  reach_counted: ReachCountedTable;
  log_head: LogHeadTable;
  quarantine: QuarantineTable;
  report: ReportTable;
  royalty_rate: RoyaltyRateTable;
  event: EventTable;
  setting: SettingTable;
}
