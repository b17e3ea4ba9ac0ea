/** A CAP 1.2 alert that came in; `original` is what was sent. `state`: see `AlertView`. One `sender` and `identifier` once `within` the places of whoever hands it in. */
export interface AlertTable {
  id: string;
  within: string;
  sender: string;
  identifier: string;
  sent: number;
  received_at: number;
  place: string;
  msg_type: string;
  status: string;
  state: string;
  expires_at: number;
  origin: string;
  content_hash: string;
  original: string;
  body: string;
  segments: string;
  decided_by: string | null;
  decided_at: number | null;
  reason: string | null;
}
/** Which alerts one updates or cancels, known here or not. */
export interface AlertReferenceTable {
  alert: string;
  sender: string;
  identifier: string;
}
/** Keys whose signature stands for a sender; trusted once a second person accepted it. */
export interface AlertKeyTable {
  kid: string;
  public_key: string;
  name: string;
  place: string;
  airs: number;
  created_by: string;
  created_at: number;
  approved_by: string | null;
  approved_at: number | null;
  revoked_at: number | null;
}
