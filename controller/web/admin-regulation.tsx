import { useState } from "preact/hooks";
import { clockOfMinute, minuteOfClock } from "../../contract/station-time.ts";
import type { CommuneView } from "../fleet/fleet-api.ts";
import { call } from "./call.ts";
import { openSession } from "./session.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { TimeField } from "./ui/when-field.tsx";
import { words } from "./words-admin.ts";

interface Span {
  readonly weekdays: readonly number[];
  readonly start: string;
  readonly end: string;
}
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const MINUTE = 60_000;

const spanOf = (rule: { weekdays?: number[]; start: number; end: number }): Span => ({
  weekdays: rule.weekdays ?? everyDay,
  start: clockOfMinute(rule.start),
  end: clockOfMinute(rule.end % 1_440),
});

/** A span as the contract has it; `undefined` where a time cannot be read or no day is chosen. */
function ruleOf({ weekdays, start, end }: Span) {
  const [from, to] = [minuteOfClock(start), minuteOfClock(end)];
  if (from === undefined || to === undefined || weekdays.length === 0) return undefined;
  return { weekdays: [...weekdays].sort(), start: from, end: to };
}

interface EditorProps {
  readonly commune: CommuneView;
  readonly onClose: () => void;
}

/** The commune's own paper: when it broadcasts, when nothing may sound, and how much. */
export function RegulationEditor({ commune, onClose }: EditorProps) {
  const before = commune.regulation;
  const minutesOf = (cap: number | undefined) => (cap === undefined ? "" : String(cap / MINUTE));
  const [number, setNumber] = useState(before?.number ?? "");
  const [sessions, setSessions] = useState((before?.sessions ?? []).map(spanOf));
  const [quiet, setQuiet] = useState((before?.quiet ?? []).map(spanOf));
  const [caps, setCaps] = useState({
    perSession: minutesOf(before?.caps.perSession),
    perDay: minutesOf(before?.caps.perDay),
    sessionsPerDay: String(before?.caps.sessionsPerDay ?? ""),
  });
  const save = async () => {
    const [heard, silent] = [sessions.map(ruleOf), quiet.map(ruleOf)];
    if ([...heard, ...silent].includes(undefined)) throw new Error(words.wrongHours);
    const cap = (text: string, unit: number) => (text.trim() === "" ? {} : Number(text) * unit);
    const body = {
      number: number.trim(),
      sessions: heard,
      quiet: silent,
      caps: Object.fromEntries(
        Object.entries({
          ...before?.caps,
          perSession: cap(caps.perSession, MINUTE),
          perDay: cap(caps.perDay, MINUTE),
          sessionsPerDay: cap(caps.sessionsPerDay, 1),
        }).filter(([, value]) => typeof value === "number"),
      ),
    };
    await call(`/api/communes/${commune.code}/regulation`, { method: "PUT", body });
    await openSession();
    sayDone(words.savedRegulation);
    onClose();
  };
  return (
    <Dialog
      title={commune.name}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="main" disabled={number.trim() === ""} onAct={save}>
            {t.save}
          </Act>
        </>
      }
    >
      <Field label={words.number} help={words.numberHelp}>
        <input value={number} onInput={(e) => setNumber(e.currentTarget.value)} />
      </Field>
      <Spans title={words.sessions} add={words.sessionAdd} spans={sessions} onSpans={setSessions} />
      <Spans title={words.quiet} add={words.quietAdd} spans={quiet} onSpans={setQuiet} />
      <section class="stack">
        <h3>{words.caps}</h3>
        <div class="filters">
          {(["perSession", "perDay", "sessionsPerDay"] as const).map((name) => (
            <Field key={name} label={words[name]} help={words.capHelp}>
              <input
                inputMode="numeric"
                value={caps[name]}
                onInput={(e) => setCaps({ ...caps, [name]: e.currentTarget.value })}
              />
            </Field>
          ))}
        </div>
      </section>
    </Dialog>
  );
}

interface SpansProps {
  readonly title: string;
  readonly add: string;
  readonly spans: readonly Span[];
  readonly onSpans: (spans: Span[]) => void;
}

function Spans({ title, add, spans, onSpans }: SpansProps) {
  const change = (at: number, more: Partial<Span>) =>
    onSpans(spans.map((span, n) => (n === at ? { ...span, ...more } : span)));
  return (
    <section class="stack">
      <h3>{title}</h3>
      {spans.map((span, at) => (
        <fieldset key={String(at)} class="stack">
          <legend class="hidden">{`${title} ${at + 1}`}</legend>
          <div class="filters">
            <TimeField
              label={words.start}
              value={span.start}
              onValue={(start) => change(at, { start })}
            />
            <TimeField label={words.end} value={span.end} onValue={(end) => change(at, { end })} />
          </div>
          <Weekdays chosen={span.weekdays} onChoose={(weekdays) => change(at, { weekdays })} />
          <div class="row">
            <Act kind="quiet" onAct={() => onSpans(spans.filter((_, n) => n !== at))}>
              {`${words.remove} ${span.start}–${span.end}`}
            </Act>
          </div>
        </fieldset>
      ))}
      <div class="row">
        <Act
          icon="plus"
          onAct={() => onSpans([...spans, { weekdays: everyDay, start: "05:00", end: "06:00" }])}
        >
          {add}
        </Act>
      </div>
    </section>
  );
}

interface WeekdaysProps {
  readonly chosen: readonly number[];
  readonly onChoose: (days: number[]) => void;
}

const Weekdays = ({ chosen, onChoose }: WeekdaysProps) => (
  <fieldset class="choice">
    <legend class="small">{words.weekdays}</legend>
    <div class="choice-row">
      {t.weekdaysShort.map((name, at) => {
        const day = at + 1;
        const on = chosen.includes(day);
        return (
          <label key={name} class={on ? "chosen" : ""}>
            <input
              type="checkbox"
              checked={on}
              onChange={() => onChoose(on ? chosen.filter((d) => d !== day) : [...chosen, day])}
            />
            <span>{name}</span>
          </label>
        );
      })}
    </div>
  </fieldset>
);
