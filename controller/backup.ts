/** A copy of the database that is kept beside it. */
export interface BackupFile {
  /** `vangxa-20261126-050000.db`. */
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds. */
  readonly at: number;
}

/** Copies of the running database: whole, without stopping anything, the oldest thrown away. No keys and no audio in them. */
export interface Backups {
  make(at: number): Promise<BackupFile>;
  /** The newest first. */
  list(): Promise<readonly BackupFile[]>;
  read(name: string): AsyncIterable<Uint8Array>;
}

const NAME = /^vangxa-\d{8}-\d{6}\.db$/;
export const isBackupName = (name: string): boolean => NAME.test(name);
export const KEPT_BACKUPS = 10;
