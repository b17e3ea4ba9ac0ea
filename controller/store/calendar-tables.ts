/** Days that people keep beside the library's holidays. `day`: `2026-11-24`, or `11-24` each year. `kind`: `off`, `work`, `note`. */
export interface HolidayTable {
  id: string;
  place: string;
  day: string;
  name: string;
  kind: string;
}
/** Own campaigns, and national ones that somebody reshaped. */
export interface CampaignTable {
  id: string;
  place: string;
  name: string;
  day: string;
  before: number;
  after: number;
  theme: string | null;
}
/** Reports that a unit owes beside the written ones, or how it shapes these. `days` and `cutoffs` are JSON lists. */
export interface DeadlineRuleTable {
  id: string;
  place: string;
  name: string;
  who: string;
  recipient: string;
  source: string;
  days: string;
  strictly_before: number;
  cutoffs: string;
}
/** Secret addresses under which phones subscribe to a commune's calendar; only hashes are kept. */
export interface CalendarFeedTable {
  id: string;
  commune: string;
  name: string;
  token_hash: string;
  created_by: string;
  created_at: number;
  revoked_at: number | null;
}
/** Stations whose streams may be relayed, by the place that keeps them. */
export interface RelaySourceTable {
  id: string;
  place: string;
  name: string;
  url: string;
}
/** `before`: days before `due`, the last day on which the report is in time. */
export interface ReminderTable {
  rule: string;
  due: string;
  before: number;
  name: string;
  who: string;
  recipient: string;
  place: string;
  at: number;
}
