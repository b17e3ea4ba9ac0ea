/** What the agent needs of HTTP. Rejects when there is no answer in time. */
export interface Http {
  get(url: string, how: { readonly from?: number; readonly signal?: AbortSignal }): Promise<Answer>;
  post(url: string, json: string): Promise<{ readonly status: number; readonly text: string }>;
}

export interface Answer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets the connection go without reading the rest. */
  close(): void;
}
