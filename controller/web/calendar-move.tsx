import { useState } from "preact/hooks";
import { clockOfMinute, dateOfDay, dayOfDate, minuteOfClock } from "../../contract/station-time.ts";
import type { AgendaItem } from "../schedule/agenda-api.ts";
import type { Slot } from "./grid.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Choice } from "./ui/parts.tsx";
import { DateField, TimeField } from "./ui/when-field.tsx";

type Scope = "this" | "following" | "all";
interface MoveProps {
  readonly item: AgendaItem;
  readonly to: Slot;
  readonly onClose: () => void;
  readonly onSave: (to: Slot, scope: Scope) => Promise<void>;
}

/** The time as a field, and for a repeating order whether this once, from now on, or all. */
export function MoveDialog({ item, to, onClose, onSave }: MoveProps) {
  const [date, setDate] = useState<string>(dateOfDay(to.day));
  const [time, setTime] = useState(clockOfMinute(to.minute));
  const [scope, setScope] = useState<Scope>("this");
  const [day, minute] = [dayOfDate(date), minuteOfClock(time)];
  const ready = day !== undefined && minute !== undefined;
  return (
    <Dialog
      title={t.calendar.moveTitle(item.title)}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act
            kind="main"
            disabled={!ready}
            onAct={() =>
              ready ? onSave({ day, minute }, item.repeats ? scope : "all") : undefined
            }
          >
            {t.save}
          </Act>
        </>
      }
    >
      <div class="filters">
        <DateField label={t.compose.date} value={date} onValue={setDate} />
        <TimeField label={t.compose.time} value={time} onValue={setTime} />
      </div>
      {item.repeats ? (
        <Choice
          legend={t.calendar.scope}
          value={scope}
          options={t.calendar.scopes}
          onPick={setScope}
        />
      ) : null}
    </Dialog>
  );
}
