/** A program that the demo started; it speaks one JSON object a line. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** The first line for which `wanted` is true; rejects when the program ends or the time is over. */
  waitFor(
    wanted: (said: Record<string, unknown>) => boolean,
    patience: number,
  ): Promise<Record<string, unknown>>;
  /** SIGTERM, then SIGKILL when it does not go; resolves when it is gone. */
  stop(): Promise<void>;
}
