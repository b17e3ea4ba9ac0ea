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
