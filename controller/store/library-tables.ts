/** How a place says a term; `folded` is the term in lower case, one reading a place. */
export interface LexiconTable {
  id: string;
  place: string;
  term: string;
  folded: string;
  reading: string;
  added_by: string;
  added_at: number;
}
/** What a message was before its author changed it; `body` is the old row without sound peaks and spans. */
export interface MessageVersionTable {
  message: string;
  version: number;
  at: number;
  by: string;
  body: string;
}
/** What a recording is like, by the hash of the sound that boards get. */
export interface FingerprintTable {
  sha256: string;
  words: string;
}
