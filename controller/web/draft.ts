import { type WhenForm, whenOf } from "./order-form.ts";
import { newKey } from "./order-key.ts";
import { guessTheme, titleFrom } from "./theme-guess.ts";

export interface RelayForm {
  readonly url: string;
  readonly name: string;
  readonly minutes: string;
  /** An approved message, or "" for silence. */
  readonly fallback: string;
}

/** Whole minutes that boards take in one relay. */
export function relayMinutes({ minutes }: Pick<RelayForm, "minutes">): number | undefined {
  const text = minutes.trim();
  return /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 720
    ? Number(text)
    : undefined;
}

/** What is being written, as far as it is. */
export interface Draft {
  readonly source: "text" | "file" | "record" | "old" | "relay";
  readonly title: string;
  readonly theme: string;
  readonly text: string;
  readonly rate: string;
  /** Rests between sentences, 1 is ordinary. */
  readonly pause: string;
  readonly chime: "none" | "normal";
  readonly messageId: string;
  /** Another station: a copy of what was chosen, and how long. */
  readonly relay: RelayForm;
  /** Absent = the own unit, whatever loudspeakers it has. */
  readonly clusters?: readonly string[] | undefined;
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
  pause: "1",
  // People look up at the chime before the first word; a recording that is uploaded may have a tune of its own.
  chime: "normal",
  messageId: "",
  relay: { url: "", name: "", minutes: "30", fallback: "" },
  level: "normal",
  when: { kind: "now", date: "", time: "", rule: "daily", until: "" },
  key: newKey("web"),
});

export interface Sending {
  readonly file: File | undefined;
  readonly chosen: ReadonlySet<string>;
}

export const needsFile = ({ source }: Pick<Draft, "source">): boolean =>
  source === "file" || source === "record";

/** What needs no approval of words: it is ordered at once. */
export const isOrder = ({ source }: Pick<Draft, "source">): boolean =>
  source === "old" || source === "relay";

/** The title as written, else the beginning of the text. */
export const titleOf = (draft: Draft): string =>
  draft.title.trim().normalize("NFC") || (draft.source === "text" ? titleFrom(draft.text) : "");

/** The theme as chosen, else what the words are probably about. */
export const themeOf = (draft: Draft): string =>
  draft.theme || (guessTheme(`${draft.title} ${draft.source === "text" ? draft.text : ""}`) ?? "");

/** The first thing that is still missing; `undefined` = it can be sent. */
export function draftProblem(draft: Draft, { file, chosen }: Sending): string | undefined {
  const missing = missingOf(draft, file);
  if (missing) return missing;
  if (chosen.size === 0) return "where";
  const when = whenOf(draft.when);
  return typeof when === "string" ? when : undefined;
}

function missingOf(draft: Draft, file: File | undefined): string | undefined {
  if (draft.source === "relay") return missingRelay(draft.relay);
  return draft.source === "old" ? missingOld(draft) : missingNew(draft, file);
}

function missingRelay(relay: RelayForm): string | undefined {
  if (relay.url === "") return "relay";
  return relayMinutes(relay) === undefined ? "minutes" : undefined;
}

const missingOld = (draft: Draft): string | undefined =>
  draft.messageId === "" ? "old" : undefined;

function missingNew(draft: Draft, file: File | undefined): string | undefined {
  if (draft.source === "text" && draft.text.trim() === "") return "text";
  if (needsFile(draft) && !file) return "file";
  if (titleOf(draft) === "") return "title";
  return themeOf(draft) === "" ? "theme" : undefined;
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
