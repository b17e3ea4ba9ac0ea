import type { Instant } from "../../contract/time.ts";
import { fold } from "../fleet/fold.ts";
import { instantOf } from "../iso.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import { cleanText } from "./message.ts";
import type { MessageChange, MessageNew } from "./message-api.ts";
import { chooseTheme } from "./themes.ts";
import { messageView } from "./view.ts";

/** The columns that come from a person. */
export type Head = Pick<
  MessageTable,
  | "title"
  | "folded"
  | "theme"
  | "language"
  | "text"
  | "source_document"
  | "source_number"
  | "audience"
  | "rights"
  | "secrecy"
  | "valid_from"
  | "valid_to"
  | "campaign"
>;

export type Fields = Omit<MessageNew, "place" | "versionOf">;

/** The fields that come from a person, checked. */
export function headOf(given: Fields): Result<Head> {
  const theme = chooseTheme(given.theme);
  if (!theme.ok) {
    const vi = theme.near === undefined ? "Chọn trong danh sách." : `Có phải "${theme.near}"?`;
    return refuse("unknown-theme", { errors: [{ field: "theme", vi }] });
  }
  const dates = validity(given.validFrom, given.validTo);
  if (dates === undefined)
    return refuse("bad-dates", {
      errors: [{ field: "validTo", vi: "Hạn dùng phải sau ngày bắt đầu." }],
    });
  const title = cleanText(given.title).replace(/\s+/g, " ");
  const text = given.text === undefined ? null : cleanText(given.text);
  return done({
    title,
    folded: searchable(title, given, text),
    theme: theme.theme,
    language: given.language,
    text: text === "" ? null : text,
    source_document: given.sourceDocument?.trim() || null,
    source_number: given.sourceNumber?.trim() || null,
    audience: given.audience?.trim() || null,
    rights: given.rights === undefined ? null : JSON.stringify(given.rights),
    secrecy: given.secrecy ?? "public",
    valid_from: dates.from,
    valid_to: dates.to,
    campaign: given.campaign ?? null,
  });
}

/** What `q` looks through: title, source, audience, who made it, and the words. */
const searchable = (title: string, given: Fields, text: string | null): string =>
  fold(
    [
      title,
      given.sourceDocument,
      given.sourceNumber,
      given.audience,
      ...(given.rights?.credits ?? []).map(({ name }) => name),
      text,
    ]
      .filter(Boolean)
      .join(" "),
  );

function validity(from: string | undefined, to: string | undefined) {
  const read = (text: string | undefined): Instant | null | undefined =>
    text === undefined ? null : instantOf(text);
  const [start, end] = [read(from), read(to)];
  if (start === undefined || end === undefined) return undefined;
  if (start !== null && end !== null && end <= start) return undefined;
  return { from: start, to: end };
}

/** The message as it would be asked for anew, with the change in it. `null` takes a field away. */
export function merged(row: MessageTable, given: MessageChange): Fields {
  const { title, theme, language, secrecy, ...now } = messageView(row);
  const {
    voice: _voice,
    rate: _rate,
    pause: _pause,
    chime: _chime,
    place: _place,
    versionOf: _of,
    ...change
  } = given;
  const old = {
    title,
    theme,
    language,
    secrecy,
    text: now.text,
    sourceDocument: now.sourceDocument,
    sourceNumber: now.sourceNumber,
    audience: now.audience,
    rights: now.rights,
    validFrom: now.validFrom,
    validTo: now.validTo,
    campaign: now.campaign,
  };
  const all = Object.entries({ ...old, ...change }).filter(([, value]) => value !== null);
  return Object.fromEntries(all) as unknown as Fields;
}

const speaking = ["text", "voice", "rate", "pause", "chime", "language"] as const;

/** Whether a change makes the old speech wrong. A recording is never spoken anew. */
export const mustSpeak = (row: MessageTable, given: MessageChange): boolean =>
  row.origin === "speech" &&
  (row.sha256 === null || speaking.some((field) => given[field] !== undefined));

/** What to speak after a change: the old voice where no other is wished for. */
export const wishAfter = (row: MessageTable, head: Head, given: MessageChange) => ({
  text: head.text ?? undefined,
  language: head.language,
  voice: given.voice ?? row.voice ?? undefined,
  rate: given.rate,
  pause: given.pause,
  chime: given.chime,
});
