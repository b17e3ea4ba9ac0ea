import type { ReadStarter, StarterScript } from "../../audio-library/seed/starter.ts";
import {
  centreScope,
  type MessageId,
  messageId,
  type PersonId,
  type ScopeId,
} from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import type { Log } from "../log.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { MessageTable } from "../store/tables.ts";
import { headOf } from "./fields.ts";
import type { StarterReport } from "./library-api.ts";
import { type MessageDeps, progress, told, withHash } from "./message.service.ts";
import { undecided } from "./message.ts";
import { speak, spokenColumns } from "./sound.service.ts";

export interface StarterDeps extends MessageDeps {
  readonly log: Log;
  readonly readStarter: ReadStarter;
}

/** The ten first bulletins: written at once as drafts, spoken one after the other, then waiting for another person. */
export interface Starter {
  load(by: Actor, place: ScopeId | undefined): Promise<Result<StarterReport>>;
  /** How many of a place's bulletins have their sound, of all. */
  spoken(place: ScopeId): Promise<{ readonly spoken: number; readonly of: number }>;
  /** Speaks what an earlier run wrote and did not come to speak. */
  resume(): Promise<void>;
  /** No further bulletin is begun; resolves when the one at work is done. */
  stop(): Promise<void>;
}

export function createStarter(deps: StarterDeps): Starter {
  let working: Promise<void> = Promise.resolve();
  let isStopped = false;
  const speakAll = (silent: readonly { id: string; by: Teller }[]): void => {
    working = working.then(async () => {
      for (const { id, by } of silent) if (!isStopped) await spoken(deps, by, id);
    });
  };
  return {
    load: async (by, place = centreScope) => {
      if (place !== centreScope && deps.parentOf(place) === undefined) return refuse("not-allowed");
      const items: StarterReport["items"] = [];
      const silent: string[] = [];
      for (const script of await deps.readStarter()) {
        const { row, isNew } = await written(deps, by, place, script);
        if (row.sha256 === null) silent.push(row.id);
        const state = isNew ? "made" : row.sha256 === null ? "again" : "there";
        items.push({ id: row.id as MessageId, title: row.title, theme: row.theme, state });
      }
      speakAll(silent.map((id) => ({ id, by })));
      return done({ items });
    },
    spoken: async (place) => {
      const scripts = await deps.readStarter();
      const rows = await Promise.all(scripts.map((one) => deps.store.one(idOf(place, one))));
      return {
        spoken: rows.filter((row) => row && row.sha256 !== null).length,
        of: scripts.length,
      };
    },
    resume: async () => {
      const waiting = await deps.store.silent(BEGINNING);
      const by = (author: string) => ({ id: author as PersonId, address: "" });
      speakAll(waiting.map(({ id, author }) => ({ id, by: by(author) })));
    },
    stop: () => {
      isStopped = true;
      return working;
    },
  };
}

/** Who is named in the audit log. */
type Teller = Pick<Actor, "id" | "address">;

/** Loads them at a start that was asked to: nobody in person, so that any approver may approve. */
export const starterActor: Actor = {
  id: "starter" as PersonId,
  username: "starter",
  name: "Bản tin mẫu",
  roles: [],
  address: "",
};

const BEGINNING = "m-starter-";
const idOf = (place: ScopeId, script: StarterScript): MessageId =>
  messageId(`${BEGINNING}${place}-${script.id}`);

/** A second time finds what is there, also under another title: nothing is made twice. */
async function written(deps: StarterDeps, by: Actor, place: ScopeId, script: StarterScript) {
  const id = idOf(place, script);
  const there = await deps.store.one(id);
  if (there) return { row: there, isNew: false };
  const { title, theme, language, text } = script;
  const head = headOf({
    title,
    theme,
    language,
    text,
    sourceDocument: `${script.sourceDocument}, ${script.clause}`,
  });
  if (!head.ok) throw new Error(`starter bulletin ${script.id}: ${head.code}`);
  const row: MessageTable = {
    id,
    version: 1,
    place,
    ...head.value,
    ...soundless,
    ...undecided,
    status: "draft",
    work: null,
    author: by.id,
    created_at: deps.clock.now(),
    content_hash: null,
  };
  await deps.store.add(row);
  const after = { place, title, theme, status: row.status };
  await deps.audit.record({ by, action: "message.create", subject: id, after });
  await told(deps, row);
  return { row, isNew: true };
}

const soundless = {
  spoken: null,
  spans: JSON.stringify({ spans: [], flags: [] }),
  voice: null,
  origin: "speech",
  sha256: null,
  bytes: null,
  length: null,
  lufs: null,
  true_peak: null,
  peaks: null,
  engine: null,
  notes: "[]",
  shared: null,
};

/** Gives a draft its voice. What somebody changed meanwhile has its own; what cannot be spoken stays a draft and says why. */
async function spoken(deps: StarterDeps, by: Teller, id: string): Promise<void> {
  try {
    const row = await deps.store.one(id);
    if (!row || row.sha256 !== null) return;
    const place = row.place as ScopeId;
    const wish = {
      text: row.text ?? "",
      language: row.language,
      voice: undefined,
      rate: undefined,
      pause: undefined,
      chime: undefined,
    };
    const tell = progress(deps, row.id as MessageId, place);
    const made = await speak(deps.audio, wish, await deps.termsOf(place), tell);
    const after = made.ok
      ? withHash(deps, {
          ...row,
          ...spokenColumns(made.value),
          ...undecided,
          version: row.version + 1,
        })
      : { ...row, notes: JSON.stringify([made.detail ?? made.code]), version: row.version + 1 };
    if (!(await deps.store.replace(after, row.version))) return;
    await deps.audit.record({
      by,
      action: "message.speak",
      subject: id,
      before: seen(row),
      after: seen(after),
    });
    await told(deps, after);
  } catch (error) {
    deps.log.error({ message: id, error: String(error) }, "a starter bulletin was not spoken");
  }
}

const seen = ({ place, status, version, content_hash: contentHash, sha256 }: MessageTable) => ({
  ...{ place, status, version, contentHash, sha256 },
});
