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

/** The whole text under an address, `undefined` when there is none now or it is longer than `most` bytes. */
export async function fetchText(
  http: Http,
  url: string,
  most = 12_000_000,
): Promise<string | undefined> {
  try {
    const answer = await http.get(url, {});
    if (answer.status !== 200) {
      answer.close();
      return undefined;
    }
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of answer.body) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > most) {
        answer.close();
        return undefined;
      }
    }
    return text + decoder.decode();
  } catch {
    return undefined;
  }
}
