/** Append-only lines that survive a power cut. Old segments can be dropped whole. */
export interface Journal {
  /** Everything that is on disk, oldest first, with the number of its segment; `lost` = lines that could not be read. */
  lines(): readonly { readonly segment: number; readonly json: string }[];
  /** The lines have been read; the memory is needed. */
  forgetLines(): void;
  readonly lost: number;
  /**
   * Resolves once the line is synced; lines of one turn of the event loop share a sync. Rejects when the disk fails: what is
   * on it then is unknown, and only a restart can tell.
   */
  append(json: string): Promise<{ readonly segment: number }>;
  segments(): readonly { readonly number: number; readonly bytes: number }[];
  drop(segment: number): Promise<void>;
  close(): Promise<void>;
}
