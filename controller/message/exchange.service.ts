import { centreScope, messageId, type ScopeId } from "../../contract/ids.ts";
import type { Clock } from "../../contract/time.ts";
import { type Actor, chainOf, may, type ParentOf, placesFor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { defined } from "../defined.ts";
import { done, problems, type Refusal, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import type { AudioFiles, AudioPort, Made } from "./audio.ts";
import type { LibraryStore } from "./library.store.ts";
import type {
  ExportQuery,
  LibraryImportQuery,
  LibraryImportReport,
  PublicQuery,
} from "./library-api.ts";
import {
  type Entry,
  entryOf,
  headOfEntry,
  MANIFEST,
  type Manifest,
  MOST_MANIFEST,
  mayTravel,
  soundName,
} from "./manifest.ts";
import type { MessageStore } from "./message.store.ts";
import { approvable, mayRead, readingOf, undecided } from "./message.ts";
import type { Published } from "./podcast.ts";
import { recordedColumns, refusalOf } from "./sound.service.ts";
import { TAR_END, TarError, tarFiles, tarHeader, tarPadding } from "./tar.ts";

export interface ExchangeDeps {
  readonly store: LibraryStore;
  readonly messages: Pick<MessageStore, "add">;
  readonly audio: Pick<AudioPort, "adopt">;
  readonly files: AudioFiles;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly hash: (text: string) => string;
  readonly hashBytes: (bytes: Uint8Array) => string;
  readonly newId: (prefix: string) => string;
  readonly parentOf: ParentOf;
  readonly below: (place: ScopeId) => readonly ScopeId[];
  /** A manifest, checked against its schema. */
  readonly readManifest: (text: string) => Manifest | undefined;
}

/** Libraries that travel between provinces: a tar archive with a manifest and sounds under their hashes. */
export interface Exchange {
  export(by: Actor, asked: ExportQuery): Promise<AsyncIterable<Uint8Array>>;
  import(
    by: Actor,
    asked: LibraryImportQuery,
    archive: AsyncIterable<Uint8Array>,
  ): Promise<Result<LibraryImportReport>>;
  published(asked: PublicQuery): Promise<readonly Published[]>;
}

type Item = LibraryImportReport["items"][number];

export function createExchange(deps: ExchangeDeps): Exchange {
  return {
    export: (by, asked) => send(deps, by, asked),
    import: (by, asked, archive) => receive(deps, by, asked, archive),
    published: ({ place, ...asked }) =>
      deps.store.published({
        ...asked,
        now: deps.clock.now(),
        places: place === undefined ? undefined : chainOf(place, deps.parentOf),
      }),
  };
}

const readingFor = ({ below, parentOf }: ExchangeDeps, by: Actor) =>
  readingOf(placesFor(by, "message.read"), below, parentOf);

async function send(deps: ExchangeDeps, by: Actor, { place, internal = false }: ExportQuery) {
  const reading = readingFor(deps, by);
  const rows = (await deps.store.approved(place)).filter(
    (row) => mayRead(reading, row) && mayTravel(row, internal),
  );
  const manifest: Manifest = { format: "vangxa-library/1", messages: rows.map(entryOf) };
  const after = { messages: rows.length, internal, place };
  await deps.audit.record({ by, action: "library.export", subject: "library", after });
  return archive(deps, manifest);
}

async function* archive({ files }: ExchangeDeps, manifest: Manifest): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder().encode(JSON.stringify(manifest, null, 1));
  yield tarHeader(MANIFEST, text.length);
  yield text;
  yield tarPadding(text.length);
  const sounds = new Map(manifest.messages.map(({ audio }) => [audio.sha256, audio.bytes]));
  for (const [sha256, bytes] of sounds) {
    // A sound that is gone is missing in the archive too; whoever imports it is told.
    if ((await files.size(sha256)) !== bytes) continue;
    yield tarHeader(soundName(sha256), bytes);
    yield* files.read(sha256);
    yield tarPadding(bytes);
  }
  yield TAR_END;
}

async function receive(
  deps: ExchangeDeps,
  by: Actor,
  { dryRun = false, place: wanted }: LibraryImportQuery,
  archived: AsyncIterable<Uint8Array>,
): Promise<Result<LibraryImportReport>> {
  const places = placesFor(by, "message.write");
  const place = wanted ?? (places.includes(centreScope) ? centreScope : (places[0] as ScopeId));
  const known = place === centreScope || deps.parentOf(place) !== undefined;
  if (!known || !may(by, "message.write", place, deps.parentOf)) return refuse("not-allowed");
  const opened = await open(deps, archived, dryRun);
  if (!opened.ok) return opened;
  const { manifest, sounds } = opened.value;
  const works = new Map<string, string>();
  const items: Item[] = [];
  for (const entry of manifest.messages)
    items.push(await take(deps, { by, place, dryRun, works }, entry, sounds));
  const count = (result: Item["result"]) => items.filter((one) => one.result === result).length;
  const report = {
    dryRun,
    added: count("added"),
    there: count("there"),
    refused: count("refused"),
    items,
  };
  if (!dryRun) {
    const { items: _items, ...after } = report;
    await deps.audit.record({ by, action: "library.import", subject: place, after });
  }
  return done(report);
}

type Sounds = ReadonlyMap<string, Made | Refusal>;

/** Reads the archive once: the manifest first, then each sound that it names, checked by hash and by ear. */
async function open(
  deps: ExchangeDeps,
  archived: AsyncIterable<Uint8Array>,
  dryRun: boolean,
): Promise<Result<{ manifest: Manifest; sounds: Sounds }>> {
  let manifest: Manifest | undefined;
  const sounds = new Map<string, Made | Refusal>();
  const named = new Map<string, Entry["audio"]>();
  const isWanted = ({ name, bytes }: { name: string; bytes: number }): boolean =>
    manifest === undefined
      ? name === MANIFEST && bytes <= MOST_MANIFEST
      : named.get(name)?.bytes === bytes && !sounds.has(named.get(name)?.sha256 ?? "");
  try {
    for await (const { name, content } of tarFiles(archived, isWanted)) {
      if (manifest === undefined) {
        manifest = deps.readManifest(new TextDecoder().decode(content));
        if (manifest === undefined) return refuse("not-a-library");
        for (const { audio } of manifest.messages) named.set(soundName(audio.sha256), audio);
      } else {
        const { sha256 } = named.get(name) as Entry["audio"];
        sounds.set(sha256, await heard(deps, sha256, content, dryRun));
      }
    }
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    return refuse("not-a-library");
  }
  return manifest === undefined ? refuse("not-a-library") : done({ manifest, sounds });
}

async function heard(
  { audio, hashBytes }: ExchangeDeps,
  sha256: string,
  content: Uint8Array,
  dryRun: boolean,
): Promise<Made | Refusal> {
  if (hashBytes(content) !== sha256) return refuse("wrong-hash");
  const made = await audio.adopt(content, { keep: !dryRun });
  return made.ok ? made : refusalOf(made);
}

interface Taking {
  readonly by: Actor;
  readonly place: ScopeId;
  readonly dryRun: boolean;
  /** Works of the sender → works here. */
  readonly works: Map<string, string>;
}

async function take(
  deps: ExchangeDeps,
  { by, place, dryRun, works }: Taking,
  entry: Entry,
  sounds: Sounds,
): Promise<Item> {
  const about = { title: entry.title, sha256: entry.audio.sha256 };
  const no = ({ code, detail }: Refusal): Item => ({
    ...about,
    result: "refused",
    code,
    vi: detail ?? problems[code].vi,
  });
  const head = headOfEntry(entry);
  if (!head.ok) return no(head);
  const sound = sounds.get(entry.audio.sha256) ?? refuse("sound-missing");
  if (!sound.ok) return no(sound);
  const { spoken, voice, origin, engine } = entry;
  const id = messageId(deps.newId("m"));
  const bare: MessageTable = {
    id,
    version: 1,
    place,
    ...head.value,
    ...recordedColumns({ ...sound, ...defined({ shared: entry.audio.shared }) }),
    sha256: entry.audio.sha256,
    spans: JSON.stringify({ spans: entry.spans, flags: [] }),
    ...{ spoken, voice, origin, engine },
    notes: JSON.stringify(["Nhập từ thư viện của nơi khác; cần nghe và duyệt lại."]),
    ...undecided,
    // Whoever brings it in answers for it here, so somebody else approves it.
    author: by.id,
    created_at: deps.clock.now(),
    content_hash: null,
    work: works.get(entry.work) ?? null,
  };
  const row = { ...bare, content_hash: deps.hash(approvable(bare)) };
  const reading = readingFor(deps, by);
  const same = (await deps.store.ofContent(row.content_hash)).find((one) => mayRead(reading, one));
  const here = same ?? row;
  if (!works.has(entry.work)) works.set(entry.work, here.work ?? here.id);
  if (same) return { ...about, result: "there", id: same.id };
  if (dryRun) return { ...about, result: "added" };
  await deps.messages.add(row);
  await deps.audit.record({
    by,
    action: "message.import",
    subject: id,
    after: { place, title: row.title, contentHash: row.content_hash, sha256: row.sha256 },
  });
  return { ...about, result: "added", id };
}
