/** Small durable text files by name, below the data folder. Names may have folders in them. */
export interface Files {
  read(name: string): Promise<string | undefined>;
  /** Returns only when both content and name survive a power cut. Throws on broken IO (`ENOSPC` among them). */
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  list(folder: string): Promise<readonly string[]>;
}
