import { type WhenForm, whenOf } from "./order-form.ts";

/** What is being written, as far as it is. */
export interface Draft {
  readonly source: "text" | "file" | "old";
  readonly title: string;
  readonly theme: string;
  readonly text: string;
  readonly rate: string;
  readonly messageId: string;
  readonly clusters: readonly string[];
  readonly level: "normal" | "priority";
  readonly when: WhenForm;
  /** One order, however often its button is pressed. */
  readonly key: string;
}

const KEPT = "vangxa.draft";

export const blank = (): Draft => ({
  source: "text",
  title: "",
  theme: "",
  text: "",
  rate: "1",
  messageId: "",
  clusters: [],
  level: "normal",
  when: { kind: "now", date: "", time: "", rule: "daily", until: "" },
  key: `web-${Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join("")}`,
});

/** The first thing that is still missing; `undefined` = it can be sent. */
export function draftProblem(draft: Draft, hasFile: boolean): string | undefined {
  if (draft.source === "old") {
    if (draft.messageId === "") return "old";
    if (draft.clusters.length === 0) return "where";
    const when = whenOf(draft.when);
    return typeof when === "string" ? when : undefined;
  }
  if (draft.title.trim() === "") return "title";
  if (draft.theme === "") return "theme";
  if (draft.source === "text" && draft.text.trim() === "") return "text";
  return draft.source === "file" && !hasFile ? "file" : undefined;
}

export function keepDraft(draft: Draft): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(draft));
  } catch {
    // Without storage the draft lives as long as the page.
  }
}

export function keptDraft(): Draft | undefined {
  const text = localStorage.getItem(KEPT);
  return text === null ? undefined : { ...blank(), ...(JSON.parse(text) as Partial<Draft>) };
}

export const dropDraft = (): void => localStorage.removeItem(KEPT);
