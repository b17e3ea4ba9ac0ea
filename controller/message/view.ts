import { isoOf, isoOrNull } from "../iso.ts";
import type { MessageVersionTable } from "../store/library-tables.ts";
import type { MessageTable } from "../store/tables.ts";
import { personalOf, type Secrecy } from "./message.ts";
import type { MessageHistory, MessageView } from "./message-api.ts";
import { personalNames } from "./personal.ts";
import { themeName } from "./themes.ts";

/** The `spans` column: how the text is read, and which readings deserve a look. */
export interface Read {
  readonly spans: readonly unknown[];
  readonly flags: readonly unknown[];
}

export function messageView(row: MessageTable): MessageView {
  const read = JSON.parse(row.spans) as Read;
  return {
    id: row.id as MessageView["id"],
    version: row.version,
    place: row.place as MessageView["place"],
    title: row.title,
    theme: row.theme,
    themeName: themeName(row.theme),
    language: row.language,
    text: row.text,
    spoken: row.spoken,
    spans: [...read.spans],
    flags: [...read.flags],
    voice: row.voice,
    origin: row.origin,
    status: row.status,
    author: row.author,
    createdAt: isoOf(row.created_at as never),
    contentHash: row.content_hash,
    decidedBy: row.decided_by,
    decidedAt: isoOrNull(row.decided_at),
    decisionReason: row.decision_reason,
    personal: personalOf(row).map((one) => ({ ...one, name: personalNames[one.kind] })),
    personalReason: row.personal_reason,
    sha256: row.sha256 as MessageView["sha256"],
    bytes: row.bytes,
    seconds: row.length === null ? null : row.length / 1_000,
    lufs: row.lufs,
    truePeak: row.true_peak,
    peaks: row.peaks === null ? [] : JSON.parse(row.peaks),
    engine: row.engine,
    audioUrl: row.sha256 === null ? null : `/api/messages/${row.id}/audio`,
    notes: JSON.parse(row.notes),
    sourceDocument: row.source_document,
    sourceNumber: row.source_number,
    audience: row.audience,
    rights: row.rights === null ? null : (JSON.parse(row.rights) as MessageView["rights"]),
    work: (row.work ?? row.id) as MessageView["work"],
    secrecy: row.secrecy as Secrecy,
    validFrom: isoOrNull(row.valid_from),
    validTo: isoOrNull(row.valid_to),
    campaign: row.campaign,
  };
}

/** What is kept of a row that is changed: the words and the decision, not the drawn wave. */
export const keptOf = (row: MessageTable): string =>
  JSON.stringify({
    title: row.title,
    theme: row.theme,
    language: row.language,
    text: row.text,
    spoken: row.spoken,
    sha256: row.sha256,
    status: row.status,
    decidedBy: row.decided_by,
  });

export const versionView = (row: MessageVersionTable): MessageHistory["items"][number] => ({
  version: row.version,
  ...(JSON.parse(row.body) as Omit<
    MessageHistory["items"][number],
    "version" | "replacedAt" | "replacedBy"
  >),
  replacedAt: isoOf(row.at as never),
  replacedBy: row.by,
});
