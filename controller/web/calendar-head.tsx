import type { DayNote } from "./calendar-notes.ts";
import { words } from "./words-calendar.ts";

/** What stands under a day of the week: lunar date, holidays, minutes without room. */
export const HeadNote = ({ note }: { note: DayNote }) => (
  <span class="day-note small">
    {note.lunar === "" ? null : <span class="muted number">{words.lunar(note.lunar)}</span>}
    {note.names.map((name) => (
      <span key={name} class={note.off ? "day-off" : "muted"}>
        {name}
      </span>
    ))}
    {note.over > 0 ? <span class="day-over">▲ {words.over(note.over)}</span> : null}
  </span>
);
