import { useState } from "preact/hooks";
import { clockOfMinute } from "../../contract/station-time.ts";
import type { AgendaItem } from "../schedule/agenda-api.ts";
import { HeadNote } from "./calendar-head.tsx";
import type { DayNote } from "./calendar-notes.ts";
import { type Block, FIRST_MINUTE, LAST_MINUTE, moved, type Slot, step } from "./grid.ts";
import { dateShort, dayOf, weekdayOf } from "./station.ts";
import { t } from "./text.ts";
import { Icon } from "./ui/icon.tsx";

interface WeekProps {
  readonly blocks: readonly Block[];
  readonly monday: number;
  readonly noteOf: (day: number) => DayNote;
  /** Why an occurrence does not sound on the cluster that is looked at. */
  readonly refusals: ReadonlyMap<string, string>;
  readonly isMovable: (item: AgendaItem) => boolean;
  readonly onOpen: (item: AgendaItem) => void;
  readonly onMove: (item: AgendaItem, to: Slot) => void;
}

/** Pixels of a minute: an hour is 48. */
const SCALE = 0.8;
const hours = Array.from(
  { length: (LAST_MINUTE - FIRST_MINUTE) / 60 },
  (_, at) => FIRST_MINUTE + at * 60,
);

interface Held {
  readonly id: string;
  readonly to: Slot;
  readonly grip?: { readonly x: number; readonly y: number; readonly width: number };
}

export function WeekGrid({
  blocks,
  monday,
  noteOf,
  refusals,
  isMovable,
  onOpen,
  onMove,
}: WeekProps) {
  const [held, hold] = useState<Held | undefined>();
  const slotOf = (block: Block): Slot =>
    held?.id === block.item.occurrence ? held.to : { day: block.day, minute: block.minute };
  const says = held
    ? `${t.weekdays[weekdayOf(held.to.day) - 1]} ${clockOfMinute(held.to.minute)}`
    : "";
  const keys = (block: Block) => (event: KeyboardEvent) => {
    const mine = held?.id === block.item.occurrence;
    const by = step(event.key);
    if (event.key === "Enter" && isMovable(block.item)) {
      event.preventDefault();
      if (mine) {
        hold(undefined);
        onMove(block.item, held.to);
      } else hold({ id: block.item.occurrence, to: { day: block.day, minute: block.minute } });
    } else if (event.key === "Escape" && mine) hold(undefined);
    else if (mine && by) {
      event.preventDefault();
      hold({ ...held, to: moved(held.to, monday, ...by) });
    }
  };
  const grip = (block: Block) => (event: PointerEvent) => {
    if (event.button !== 0 || !isMovable(block.item)) return;
    const target = event.currentTarget as HTMLElement;
    target.setPointerCapture(event.pointerId);
    const width = target.closest(".week-day")?.clientWidth ?? 1;
    hold({
      id: block.item.occurrence,
      to: { day: block.day, minute: block.minute },
      grip: { x: event.clientX, y: event.clientY, width },
    });
  };
  const drag = (block: Block) => (event: PointerEvent) => {
    if (held?.id !== block.item.occurrence || !held.grip) return;
    const days = Math.round((event.clientX - held.grip.x) / held.grip.width);
    const minutes = (event.clientY - held.grip.y) / SCALE;
    hold({ ...held, to: moved({ day: block.day, minute: block.minute }, monday, days, minutes) });
  };
  const drop = (block: Block) => () => {
    if (!held?.grip || held.id !== block.item.occurrence) return;
    hold(undefined);
    const same = held.to.day === block.day && held.to.minute === block.minute;
    if (same) onOpen(block.item);
    else onMove(block.item, held.to);
  };
  return (
    <div class="week wide-only">
      <p class="hidden" role="status">
        {says}
      </p>
      <div class="week-hours" aria-hidden="true">
        {hours.map((minute) => (
          <span key={minute} class="number small muted">
            {clockOfMinute(minute)}
          </span>
        ))}
      </div>
      {[0, 1, 2, 3, 4, 5, 6].map((at) => (
        <section key={at} class={monday + at === dayOf(Date.now()) ? "week-day now" : "week-day"}>
          <h2 class="week-head">
            {t.weekdaysShort[at]} <span class="muted">{dateShort(monday + at)}</span>
            <HeadNote note={noteOf(monday + at)} />
          </h2>
          <div class="week-body">
            {blocks
              .filter((block) => slotOf(block).day === monday + at)
              .map((block) => {
                const slot = slotOf(block);
                const movable = isMovable(block.item);
                return (
                  <button
                    type="button"
                    key={block.item.occurrence}
                    class={`block ${block.item.level} ${held?.id === block.item.occurrence ? "held" : ""}`}
                    style={{
                      top: `${(slot.minute - FIRST_MINUTE) * SCALE}px`,
                      height: `${block.minutes * SCALE}px`,
                      left: `${(block.lane / block.lanes) * 100}%`,
                      width: `${100 / block.lanes}%`,
                    }}
                    aria-describedby={movable ? "grid-help" : undefined}
                    onKeyDown={keys(block)}
                    onPointerDown={grip(block)}
                    onPointerMove={drag(block)}
                    onPointerUp={drop(block)}
                    onClick={() => (movable ? undefined : onOpen(block.item))}
                  >
                    <span class="number">{clockOfMinute(slot.minute)}</span> {block.item.title}
                    {movable ? null : <Icon name="lock" />}
                    {refusals.has(block.item.occurrence) ? (
                      <span class="block-no">▲ {refusals.get(block.item.occurrence)}</span>
                    ) : null}
                  </button>
                );
              })}
          </div>
        </section>
      ))}
    </div>
  );
}
