import { type MessageId, messageId, type ScopeId } from "../../contract/ids.ts";
import type { Clock, Instant } from "../../contract/time.ts";
import { type Actor, may, type ParentOf, placesFor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { fold, searchWords } from "../fleet/fold.ts";
import type { Emit } from "../http/events.ts";
import { instantOf } from "../iso.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import type { AudioPort, Progress } from "./audio.ts";
import type { MessageStore } from "./message.store.ts";
import {
  approvable,
  approve,
  cleanText,
  type Decision,
  mayRead,
  readingOf,
  reject,
  undecided,
} from "./message.ts";
import type { MessageChange, MessageNew, MessageQuery, MessageView } from "./message-api.ts";
import { record, recordedColumns, speak, spokenColumns } from "./sound.service.ts";
import { chooseTheme } from "./themes.ts";
import { messageView } from "./view.ts";

export interface MessageDeps {
  readonly store: MessageStore;
  readonly audio: AudioPort;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly events: Emit;
  readonly hash: (text: string) => string;
  readonly newId: (prefix: string) => string;
  readonly parentOf: ParentOf;
  /** The scopes inside a province or the centre. */
  readonly below: (place: ScopeId) => readonly ScopeId[];
}

export interface Recording {
  readonly file: AsyncIterable<Uint8Array>;
  readonly filename: string;
}

export interface Messages {
  /** From words, or with a recording. */
  create(by: Actor, given: MessageNew, recording?: Recording): Promise<Result<MessageView>>;
  change(by: Actor, id: string, given: MessageChange): Promise<Result<MessageView>>;
  approve(by: Actor, id: string, saw: string | undefined): Promise<Result<MessageView>>;
  reject(by: Actor, id: string, reason: string | undefined): Promise<Result<MessageView>>;
  list(by: Actor, asked: MessageQuery): Promise<{ items: MessageView[]; next?: string }>;
  one(by: Actor, id: string): Promise<Result<MessageView>>;
  /** The scope that owns a message; nothing for an unknown one. */
  placeOf(id: string): Promise<ScopeId | undefined>;
  ownThemes(): Promise<readonly string[]>;
}

type Head = Pick<
  MessageTable,
  | "title"
  | "folded"
  | "theme"
  | "language"
  | "text"
  | "source_document"
  | "secrecy"
  | "valid_from"
  | "valid_to"
>;

export function createMessages(deps: MessageDeps): Messages {
  const { store, clock, audit } = deps;

  const told = (row: MessageTable, more: Readonly<Record<string, unknown>> = {}): Promise<void> =>
    deps.events.emit("message", row.place as ScopeId, {
      message: row.id,
      status: row.status,
      title: row.title,
      ...more,
    });

  /** Tells browsers how far the sound is, a few times and not at every step. */
  function progress(id: MessageId, place: ScopeId): Progress {
    let last = -1;
    return (stage, share) => {
      const tenth = Math.floor(share * 5);
      if (tenth === last) return;
      last = tenth;
      void deps.events.emit("message", place, { message: id, stage, done: share });
    };
  }

  function placeFor(by: Actor, wanted: ScopeId | undefined): ScopeId | undefined {
    const places = placesFor(by, "message.write");
    if (wanted === undefined)
      return places.includes("centre" as ScopeId) ? ("centre" as ScopeId) : places[0];
    const known = wanted === "centre" || deps.parentOf(wanted) !== undefined;
    return known && may(by, "message.write", wanted, deps.parentOf) ? wanted : undefined;
  }

  const withHash = (row: MessageTable): MessageTable => ({
    ...row,
    content_hash: deps.hash(approvable(row)),
  });

  async function create(
    by: Actor,
    given: MessageNew,
    recording?: Recording,
  ): Promise<Result<MessageView>> {
    const head = headOf(given);
    if (!head.ok) return head;
    const place = placeFor(by, given.place);
    if (place === undefined) return refuse("not-allowed");
    const id = messageId(deps.newId("m"));
    const sound = recording
      ? await record(deps.audio, recording.file, recording.filename, progress(id, place))
      : await speak(deps.audio, wishOf(given), progress(id, place));
    if (!sound.ok) return sound;
    const columns =
      "spoken" in sound.value ? spokenColumns(sound.value as never) : recordedColumns(sound.value);
    const row = withHash({
      id,
      version: 1,
      place,
      ...head.value,
      ...columns,
      ...undecided,
      author: by.id,
      created_at: clock.now(),
      content_hash: null,
    });
    await store.add(row);
    await audit.record({ by, action: "message.create", subject: id, after: seen(row) });
    await told(row);
    return done(messageView(row));
  }

  async function change(by: Actor, id: string, given: MessageChange): Promise<Result<MessageView>> {
    const row = await store.one(id);
    if (!row) return refuse("not-found");
    if (row.author !== by.id) return refuse("not-author");
    const head = headOf(merged(row, given));
    if (!head.ok) return head;
    const resay =
      row.origin === "speech" &&
      (given.text !== undefined ||
        given.voice !== undefined ||
        given.rate !== undefined ||
        given.language !== undefined);
    const wish = {
      text: head.value.text ?? undefined,
      language: head.value.language,
      voice: given.voice ?? row.voice ?? undefined,
      rate: given.rate,
    };
    const sound = resay
      ? await speak(deps.audio, wish, progress(row.id as MessageId, row.place as ScopeId))
      : undefined;
    if (sound && !sound.ok) return sound;
    const next = withHash({
      ...row,
      ...head.value,
      ...(sound ? spokenColumns(sound.value) : {}),
      // Whatever was approved was something else.
      ...undecided,
      version: row.version + 1,
    });
    return save(by, "message.change", row, next);
  }

  async function save(
    by: Actor,
    action: string,
    before: MessageTable,
    after: MessageTable,
    reason?: string,
  ): Promise<Result<MessageView>> {
    if (!(await store.replace(after, before.version))) return refuse("content-changed");
    await audit.record({
      by,
      action,
      subject: after.id,
      before: seen(before),
      after: seen(after),
      ...(reason === undefined ? {} : { reason }),
    });
    await told(after);
    return done(messageView(after));
  }

  async function decide(
    by: Actor,
    id: string,
    action: "message.approve" | "message.reject",
    how: (row: MessageTable, hash: string) => Result<Decision>,
  ): Promise<Result<MessageView>> {
    const row = await store.one(id);
    if (!row) return refuse("not-found");
    const decision = how(row, deps.hash(approvable(row)));
    if (!decision.ok) return decision;
    // A decision counts as a version too: of two people who decide at once, the second sees that it is decided.
    const next = { ...row, ...decision.value, version: row.version + 1 };
    return save(by, action, row, next, decision.value.decision_reason ?? undefined);
  }

  const reading = (by: Actor) =>
    readingOf(placesFor(by, "message.read"), deps.below, deps.parentOf);

  return {
    create,
    change,
    approve: (by, id, saw) =>
      decide(by, id, "message.approve", (row, hash) =>
        approve(row, { by: by.id, at: clock.now(), hash, saw }),
      ),
    reject: (by, id, reason) =>
      decide(by, id, "message.reject", (row, hash) =>
        reject(row, { by: by.id, at: clock.now(), hash, saw: undefined }, reason),
      ),
    list: async (by, { q, cursor, limit = 100, ...rest }) => {
      const [at, ...id] = (cursor ?? "").split(".");
      const before = cursor === undefined ? undefined : { at: Number(at), id: id.join(".") };
      const rows = await store.find({
        ...rest,
        reading: reading(by),
        words: searchWords(q ?? ""),
        before,
        limit,
      });
      // The drawn wave is asked for one message at a time.
      const items = rows.map((row) => ({ ...messageView(row), peaks: [] }));
      const last = rows.at(-1);
      return rows.length === limit && last
        ? { items, next: `${last.created_at}.${last.id}` }
        : { items };
    },
    one: async (by, id) => {
      const row = await store.one(id);
      // Somebody else's message is not told from one that does not exist.
      return row && mayRead(reading(by), row) ? done(messageView(row)) : refuse("not-found");
    },
    placeOf: async (id) => (await store.one(id))?.place as ScopeId | undefined,
    ownThemes: store.themes,
  };
}

const wishOf = ({ text, language, voice, rate }: MessageNew) => ({ text, language, voice, rate });

/** What the audit log keeps: what was decided about, not the words themselves. */
const seen = (row: MessageTable) => ({
  version: row.version,
  title: row.title,
  theme: row.theme,
  language: row.language,
  status: row.status,
  contentHash: row.content_hash,
  sha256: row.sha256,
  secrecy: row.secrecy,
});

/** The fields that come from a person, checked. */
function headOf(given: Omit<MessageNew, "place">): Result<Head> {
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
    folded: fold(`${title} ${given.sourceDocument ?? ""}`),
    theme: theme.theme,
    language: given.language,
    text: text === "" ? null : text,
    source_document: given.sourceDocument?.trim() || null,
    secrecy: given.secrecy ?? "public",
    valid_from: dates.from,
    valid_to: dates.to,
  });
}

function validity(from: string | undefined, to: string | undefined) {
  const read = (text: string | undefined): Instant | null | undefined =>
    text === undefined ? null : instantOf(text);
  const [start, end] = [read(from), read(to)];
  if (start === undefined || end === undefined) return undefined;
  if (start !== null && end !== null && end <= start) return undefined;
  return { from: start, to: end };
}

/** The message as it would be asked for anew, with the change in it. */
function merged(row: MessageTable, given: MessageChange): Omit<MessageNew, "place"> {
  const now = messageView(row);
  const pick = <T>(next: T | null | undefined, old: T | null): T | undefined =>
    (next === undefined ? old : next) ?? undefined;
  const optional = {
    text: pick(given.text, now.text),
    sourceDocument: pick(given.sourceDocument, now.sourceDocument),
    validFrom: pick(given.validFrom, now.validFrom),
    validTo: pick(given.validTo, now.validTo),
  };
  return {
    title: given.title ?? now.title,
    theme: given.theme ?? now.theme,
    language: given.language ?? now.language,
    secrecy: given.secrecy ?? now.secrecy,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
