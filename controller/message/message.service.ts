import { centreScope, type MessageId, messageId, type ScopeId } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import { type Actor, may, type ParentOf, placesFor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import type { Emit } from "../http/events.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import type { AudioPort, Chime, Made, Progress, SpeechMade } from "./audio.ts";
import { duplicateNotes } from "./duplicate.service.ts";
import { headOf, merged, mustSpeak, wishAfter } from "./fields.ts";
import type { FingerprintStore } from "./fingerprint.store.ts";
import type { MessageStore } from "./message.store.ts";
import { approvable, approve, type Decision, readingOf, reject, undecided } from "./message.ts";
import type { MessageChange, MessageNew, MessageView } from "./message-api.ts";
import { createReading, type MessageReading } from "./reading.service.ts";
import { record, recordedColumns, speak, spokenColumns, type Terms } from "./sound.service.ts";
import { keptOf, messageView } from "./view.ts";

export interface MessageDeps {
  readonly termsOf: (place: ScopeId) => Promise<Terms>;
  readonly knowsCampaign: (id: string) => Promise<boolean>;
  readonly store: MessageStore;
  readonly prints: FingerprintStore;
  readonly audio: AudioPort;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly events: Emit;
  readonly hash: (text: string) => string;
  readonly newId: (prefix: string) => string;
  readonly parentOf: ParentOf;
  /** The scopes inside a province. */
  readonly below: (place: ScopeId) => readonly ScopeId[];
}

export interface Recording {
  readonly file: AsyncIterable<Uint8Array>;
  readonly filename: string;
  /** Of a live speech: it may be handed in again after a failure and is made once; who may speak need not be one who writes. */
  readonly live?: { readonly id: string };
}

export interface Messages extends MessageReading {
  /** From words, or with a recording. */
  create(by: Actor, given: MessageNew, recording?: Recording): Promise<Result<MessageView>>;
  change(by: Actor, id: string, given: MessageChange): Promise<Result<MessageView>>;
  /** `override`: why personal data in it may air; without it such a message is not approved. */
  approve(
    by: Actor,
    id: string,
    saw: string | undefined,
    override?: string,
  ): Promise<Result<MessageView>>;
  reject(by: Actor, id: string, reason: string | undefined): Promise<Result<MessageView>>;
}

export function createMessages(deps: MessageDeps): Messages {
  const at = () => deps.clock.now();
  return {
    ...createReading(deps),
    create: (by, given, recording) => create(deps, by, given, recording),
    change: (by, id, given) => change(deps, by, id, given),
    approve: (by, id, saw, override) =>
      decide(deps, by, id, "message.approve", (row, hash) =>
        approve(row, { by: by.id, at: at(), hash, saw, override }),
      ),
    reject: (by, id, reason) =>
      decide(deps, by, id, "message.reject", (row, hash) =>
        reject(row, { by: by.id, at: at(), hash, saw: undefined }, reason),
      ),
  };
}

async function create(
  deps: MessageDeps,
  by: Actor,
  given: MessageNew,
  recording: Recording | undefined,
): Promise<Result<MessageView>> {
  const live = recording?.live;
  const before = live ? await deps.store.one(live.id) : undefined;
  if (before) return done(messageView(before));
  const head = headOf(given);
  if (!head.ok) return head;
  if (!(await fits(deps, given.campaign))) return refuse("campaign-unknown");
  const place = placeFor(deps, by, given.place, live ? "live.speak" : "message.write");
  if (place === undefined) return refuse("not-allowed");
  const work = await workOf(deps, by, given);
  if (!work.ok) return work;
  const id = messageId(live?.id ?? deps.newId("m"));
  const { text, language, voice, rate, pause, chime } = given;
  const tell = progress(deps, id, place);
  const sound = recording
    ? await recorded(deps, by, { ...recording, chime }, tell)
    : await speak(
        deps.audio,
        { text, language, voice, rate, pause, chime },
        await deps.termsOf(place),
        tell,
      );
  if (!sound.ok) return sound;
  const row = withHash(deps, {
    id,
    version: 1,
    place,
    ...head.value,
    ...columnsOf(sound.value),
    ...undecided,
    work: work.value,
    author: by.id,
    created_at: deps.clock.now(),
    content_hash: null,
  });
  await deps.store.add(row);
  await deps.audit.record({ by, action: "message.create", subject: id, after: seen(row) });
  await told(deps, row);
  return done(messageView(row));
}

/** The recording, with a word about those that are the same. */
async function recorded(
  deps: MessageDeps,
  by: Actor,
  { file, filename, chime }: Recording & { readonly chime: Chime | undefined },
  tell: Progress,
): Promise<Result<Made>> {
  const made = await record(deps.audio, file, { filename, chime }, tell);
  if (!made.ok) return made;
  const reading = readingOf(placesFor(by, "message.read"), deps.below, deps.parentOf);
  const same = await duplicateNotes(deps.prints, reading, made.value);
  return done({ ...made.value, notes: [...made.value.notes, ...same] });
}

/** The work of which this is a version in another language; nothing = a work of its own. */
async function workOf(
  deps: MessageDeps,
  by: Actor,
  { versionOf, language }: MessageNew,
): Promise<Result<string | null>> {
  if (versionOf === undefined) return done(null);
  const found = await createReading(deps).one(by, versionOf);
  if (!found.ok) return refuse("version-unknown");
  return found.value.language === language ? refuse("version-language") : done(found.value.work);
}

const fits = async ({ knowsCampaign }: MessageDeps, campaign: string | null | undefined) =>
  campaign == null || (await knowsCampaign(campaign));

const columnsOf = (made: Made | SpeechMade) =>
  "spoken" in made ? spokenColumns(made) : recordedColumns(made);

async function change(
  deps: MessageDeps,
  by: Actor,
  id: string,
  given: MessageChange,
): Promise<Result<MessageView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("not-found");
  if (row.author !== by.id) return refuse("not-author");
  const head = headOf(merged(row, given));
  if (!head.ok) return head;
  if (!(await fits(deps, given.campaign))) return refuse("campaign-unknown");
  const place = row.place as ScopeId;
  const tell = progress(deps, row.id as MessageId, place);
  const sound = mustSpeak(row, given)
    ? await speak(deps.audio, wishAfter(row, head.value, given), await deps.termsOf(place), tell)
    : undefined;
  if (sound && !sound.ok) return sound;
  const next = withHash(deps, {
    ...row,
    ...head.value,
    ...(sound ? spokenColumns(sound.value) : {}),
    // Whatever was approved was something else.
    ...undecided,
    version: row.version + 1,
  });
  return save(deps, by, "message.change", row, next);
}

async function decide(
  deps: MessageDeps,
  by: Actor,
  id: string,
  action: "message.approve" | "message.reject",
  how: (row: MessageTable, hash: string) => Result<Decision>,
): Promise<Result<MessageView>> {
  const row = await deps.store.one(id);
  if (!row) return refuse("not-found");
  const decision = how(row, deps.hash(approvable(row)));
  if (!decision.ok) return decision;
  // A decision counts as a version too: of two people who decide at once, the second sees that it is decided.
  const next = { ...row, ...decision.value, version: row.version + 1 };
  return save(deps, by, action, row, next);
}

async function save(
  deps: MessageDeps,
  by: Actor,
  action: string,
  before: MessageTable,
  after: MessageTable,
): Promise<Result<MessageView>> {
  const kept = {
    message: before.id,
    version: before.version,
    at: deps.clock.now(),
    by: by.id,
    body: keptOf(before),
  };
  const changed = action === "message.change" ? kept : undefined;
  if (!(await deps.store.replace(after, before.version, changed))) return refuse("content-changed");
  const reason = after.decision_reason ?? after.personal_reason;
  await deps.audit.record({
    by,
    action,
    subject: after.id,
    before: seen(before),
    after: seen(after),
    ...(reason === null ? {} : { reason }),
  });
  await told(deps, after);
  return done(messageView(after));
}

export const withHash = ({ hash }: MessageDeps, row: MessageTable): MessageTable => ({
  ...row,
  content_hash: hash(approvable(row)),
});

/** Where a new message belongs: where the person wishes and may write, else the person's own place. */
function placeFor(
  { parentOf }: MessageDeps,
  by: Actor,
  wanted: ScopeId | undefined,
  right: "message.write" | "live.speak",
): ScopeId | undefined {
  const places = placesFor(by, right);
  if (wanted === undefined) return places.includes(centreScope) ? centreScope : places[0];
  const known = wanted === centreScope || parentOf(wanted) !== undefined;
  return known && may(by, right, wanted, parentOf) ? wanted : undefined;
}

export const told = ({ events }: MessageDeps, row: MessageTable): Promise<void> =>
  events.emit("message", row.place as ScopeId, {
    message: row.id,
    status: row.status,
    title: row.title,
  });

/** Tells open pages how far the sound is: a few times, not at every step. */
export function progress({ events }: MessageDeps, message: MessageId, place: ScopeId): Progress {
  let last = -1;
  return (stage, done) => {
    const fifth = Math.floor(done * 5);
    if (fifth === last) return;
    last = fifth;
    void events.emit("message", place, { message, stage, done });
  };
}

/** What the audit log keeps: what was decided about, not the words themselves. */
const seen = (row: MessageTable) => ({
  place: row.place,
  version: row.version,
  title: row.title,
  theme: row.theme,
  language: row.language,
  status: row.status,
  contentHash: row.content_hash,
  sha256: row.sha256,
  secrecy: row.secrecy,
});
