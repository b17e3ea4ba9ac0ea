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
