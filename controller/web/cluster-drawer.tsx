import { useState } from "preact/hooks";
import { isConfirmed } from "../../contract/confirmed.ts";
import type { Health } from "../../contract/presence.ts";
import type { ClockState } from "../../contract/receipt.ts";
import type { RepairNoteView } from "../fleet/board-history-api.ts";
import type { ClusterView } from "../fleet/fleet-api.ts";
import type { LogRow } from "../playlog/playlog-api.ts";
import { boardState, type State } from "./board-state.ts";
import { CallError, call } from "./call.ts";
import { ClaimCode } from "./claim-code.tsx";
import { ClusterDay } from "./cluster-day.tsx";
import { type Data, useData, useNow } from "./data.ts";
import { ClusterContact } from "./emergency-contacts.tsx";
import { Link } from "./navigate.tsx";
import { can, usePerson } from "./session.ts";
import { count, dateAndClock, lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Badge, Field, type Tone } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-clusters.ts";

export const tones: Readonly<Record<State, Tone>> = {
  online: "good",
  offline: "bad",
  none: "plain",
};
const planTones = { current: "good", behind: "warn", unknown: "plain" } as const;

/** Two things at once: whether the board is heard, and whether it has what it should play. */
export function States({ cluster }: { cluster: ClusterView }) {
  const word = boardState(cluster);
  const { board } = cluster;
  return (
    <>
      <Badge tone={tones[word]}>{t.clustersPage.states[word]}</Badge>
      {board ? <Badge tone={planTones[board.plan]}>{words.plan[board.plan]}</Badge> : null}
      {board?.readOnlySince ? <Badge tone="bad">{words.readOnly}</Badge> : null}
      {board?.simulated ? <Badge tone="warn">{words.simulated}</Badge> : null}
      {board && board.armed < board.wanted ? (
        <Badge tone="warn">{t.clustersPage.armed(board.armed, board.wanted)}</Badge>
      ) : null}
      {cluster.exercise ? <Badge tone="warn">{t.clustersPage.exercise}</Badge> : null}
      {cluster.measurable ? null : <Badge tone="plain">{t.clustersPage.blind}</Badge>}
    </>
  );
}

interface DrawerProps {
  readonly cluster: ClusterView;
  readonly onClose: () => void;
  readonly onChanged: () => Promise<void>;
}

export function ClusterDrawer({ cluster, onClose, onChanged }: DrawerProps) {
  const session = usePerson();
  const last = useData<{ items: LogRow[] }>(
    can(session, "play-log.read")
      ? `/api/play-log?cluster=${cluster.id}&newest=true&limit=1`
      : undefined,
    { live: ["outcome"] },
  );
  return (
    <Dialog title={cluster.name} onClose={onClose}>
      <p class="item-side">
        <States cluster={cluster} />
        <span class="muted">{t.clustersPage.kinds[cluster.kind] ?? cluster.kind}</span>
      </p>
      {cluster.board ? (
        <>
          <Troubles board={cluster.board} />
          <ClusterDay cluster={cluster.id} />
          <BoardFacts board={cluster.board} last={last} />
        </>
      ) : (
        <p class="muted">{t.clustersPage.noBoard}</p>
      )}
      {cluster.board && can(session, "test-sound.write") ? <TestSound cluster={cluster} /> : null}
      {can(session, "cluster.write") ? <Volume cluster={cluster} onChanged={onChanged} /> : null}
      {can(session, "agent.write") ? (
        <ClaimCode cluster={cluster.id} again={cluster.board !== null} />
      ) : null}
      <ClusterContact id={cluster.id} name={cluster.name} />
      <Notes cluster={cluster.id} />
    </Dialog>
  );
}

/** By how much its clock is off; without a signed time since it started, nobody can say. */
function clockLine(clock: Partial<ClockState> | null): string {
  if (clock?.source === undefined || clock.offset === undefined) return words.clockUnknown;
  if (!isConfirmed({ source: clock.source })) return words.clockUnconfirmed;
  const [off, doubt] = [Math.abs(clock.offset), clock.uncertainty ?? 0];
  return `${count(off / 1_000)} ± ${count(doubt / 1_000)} ${t.length.s}`;
}

/** What is wrong with the board itself: why it matters, and what to do. */
function Troubles({ board }: { board: NonNullable<ClusterView["board"]> }) {
  return (
    <>
      {board.readOnlySince ? (
        <p class="notice bad">
          <strong>{words.readOnlySince(dateAndClock(ms(board.readOnlySince)))}</strong>{" "}
          {words.readOnlyWhy} {words.readOnlyDo}
        </p>
      ) : null}
      {board.simulated ? <p class="notice warn">{words.simulatedWhy}</p> : null}
    </>
  );
}

interface FactsProps {
  readonly board: NonNullable<ClusterView["board"]>;
  readonly last: Data<{ items: LogRow[] }>;
}

function BoardFacts({ board, last }: FactsProps) {
  const now = useNow(5_000);
  const health = (board.health ?? {}) as Partial<Health>;
  const told = (value: number | undefined, unit: string, per = 1) =>
    value === undefined ? words.notTold : `${count(value / per)} ${unit}`;
  const row = last.value?.items[0];
  const facts: readonly (readonly [string, string])[] = [
    [
      t.clustersPage.seen,
      board.seenAt === null
        ? t.clustersPage.never
        : `${dateAndClock(ms(board.seenAt))} (${t.clustersPage.ago(
            lengthText(Math.max(0, now - ms(board.seenAt)) / 1_000, t.length),
          )})`,
    ],
    [t.clustersPage.audio, t.clustersPage.armed(board.armed, board.wanted)],
    [t.clustersPage.outbox, count(board.outbox)],
    [t.clustersPage.version, board.version ?? "–"],
    [words.clockIs, clockLine(board.clock as Partial<ClockState> | null)],
    [words.decoders, board.decoders?.join(", ") ?? words.notTold],
    [words.temperature, told(health.temperature, "°C")],
    [words.data, told(health.dataUsed, "MB", 1_048_576)],
    [words.disk, told(health.diskFree, "GB", 1_073_741_824)],
    [words.supply, told(health.supply, "V")],
    [
      words.lastPlay,
      row ? `${row.outcomeText} · ${dateAndClock(ms(row.startedAt ?? row.at))}` : words.never,
    ],
    [words.amplifier, row?.proofText ?? words.notTold],
  ];
  return (
    <dl class="facts number">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

/** Plays at once; in quiet hours nothing does, so it asks whether to play when they end. */
function TestSound({ cluster }: { cluster: ClusterView }) {
  const [quiet, ask] = useState<string | undefined>();
  const order = async (afterQuiet: boolean) => {
    try {
      const path = `/api/clusters/${cluster.id}/test-sound`;
      await call(path, { method: "POST", body: { afterQuiet } });
      ask(undefined);
      sayDone(afterQuiet ? words.testLater : words.testSent);
    } catch (error) {
      if (!(error instanceof CallError) || error.problem.code !== "quiet-now") throw error;
      ask(error.problem.detail ?? error.problem.title);
    }
  };
  return (
    <section class="stack">
      <h3>{words.test}</h3>
      <p class="muted small">{words.testAbout}</p>
      <div class="row">
        <Act icon="play" onAct={() => order(false)}>
          {words.test}
        </Act>
        {can(usePerson(), "play-log.read") ? (
          <Link to="play-log" query={{ cluster: cluster.id }} class="button quiet">
            {t.screens["play-log"]}
          </Link>
        ) : null}
      </div>
      {quiet === undefined ? null : (
        <Dialog
          title={words.quiet}
          onClose={() => ask(undefined)}
          foot={
            <>
              <Act onAct={() => ask(undefined)}>{t.cancelButton}</Act>
              <Act kind="main" onAct={() => order(true)}>
                {words.quietYes}
              </Act>
            </>
          }
        >
          <p>{quiet}</p>
          <p>{words.quietAsk}</p>
        </Dialog>
      )}
    </section>
  );
}

/** One level for the whole day, in decibels about the usual one. */
function Volume({ cluster, onChanged }: Omit<DrawerProps, "onClose">) {
  const before = cluster.volume[0]?.gain ?? 0;
  const [gain, set] = useState(before);
  const save = async () => {
    const volume = [{ start: 0, gain }];
    await call(`/api/clusters/${cluster.id}`, { method: "PATCH", body: { volume } });
    await onChanged();
    sayDone(t.clustersPage.volumeDone);
  };
  return (
    <section class="stack">
      <Field label={t.clustersPage.volume} help={t.clustersPage.volumeHelp(gain)}>
        <input
          type="range"
          min={-30}
          max={6}
          step={1}
          value={gain}
          onInput={(event) => set(Number(event.currentTarget.value))}
        />
      </Field>
      <div class="row">
        <Act disabled={gain === before} onAct={save}>
          {t.save}
        </Act>
      </div>
    </section>
  );
}

function Notes({ cluster }: { cluster: string }) {
  const path = `/api/clusters/${cluster}/notes`;
  const notes = useData<{ items: RepairNoteView[] }>(path);
  const [text, set] = useState("");
  const may = can(usePerson(), "cluster.write");
  const add = async () => {
    await call(path, { method: "POST", body: { text } });
    set("");
    await notes.reload();
    sayDone(words.noteDone);
  };
  const items = notes.value?.items ?? [];
  return (
    <section class="stack">
      <h3>{words.notes}</h3>
      {notes.value && items.length === 0 ? <p class="muted small">{words.noNotes}</p> : null}
      <ul class="list">
        {items.map((note) => (
          <li key={note.id} class="item">
            <span>{note.text}</span>
            <span class="small muted">
              {note.by} · {dateAndClock(ms(note.at))}
            </span>
          </li>
        ))}
      </ul>
      {may ? (
        <>
          <Field label={words.noteNew} help={words.noteHelp}>
            <textarea
              class="short"
              value={text}
              maxLength={1_000}
              onInput={(event) => set(event.currentTarget.value)}
            />
          </Field>
          <div class="row">
            <Act disabled={text.trim().length < 3} onAct={add}>
              {words.noteAdd}
            </Act>
          </div>
        </>
      ) : null}
    </section>
  );
}
