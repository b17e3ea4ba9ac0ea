import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { dateOfDay } from "../../../contract/station-time.ts";
import { dateText, dayOf, weekdayOf } from "../station.ts";
import { t } from "../text.ts";
import { dayByKey, monthShown, monthsLater, weeksOf } from "../typed-time.ts";
import { words } from "../words-when.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";

const dateOf = (day: number): number => Number(dateOfDay(day).slice(8));

interface MonthProps {
  readonly title: string;
  /** Day number that is chosen now. */
  readonly day: number;
  readonly onPick: (day: number) => void;
  readonly onClose: () => void;
}

/** The days of a month to choose one from: by touch, or with the keys of ARIA's date picker. */
export function MonthDialog({ title, day, onPick, onClose }: MonthProps) {
  const [at, go] = useState(day);
  // Two quick keys may come before the first is drawn: each goes on from where the last one led.
  const spot = useRef(day);
  const byKey = useRef(true);
  const days = useRef<HTMLTableElement>(null);
  const help = useId();
  const focus = () => days.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  // The window opens in an effect of its own, which comes before this one.
  useEffect(() => void focus(), []);
  // At once, or a key between two months would fall beside the calendar.
  useLayoutEffect(() => {
    if (byKey.current) focus();
  }, [at]);
  const turn = (to: number, key: boolean) => {
    byKey.current = key;
    spot.current = to;
    go(to);
  };
  const press = (event: KeyboardEvent) => {
    const picks = event.key === "Enter" || event.key === " ";
    const to = dayByKey(spot.current, event.key, event.shiftKey);
    if (to === undefined && !picks) return;
    event.preventDefault();
    if (to === undefined) onPick(spot.current);
    else turn(to, true);
  };
  const month = dateOfDay(at).slice(0, 7);
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="month-head">
        <button
          type="button"
          class="icon-button"
          aria-label={words.before}
          onClick={() => turn(monthsLater(at, -1), false)}
        >
          <Icon name="left" />
        </button>
        <h3 aria-live="polite">{words.monthOf(monthShown(month))}</h3>
        <button
          type="button"
          class="icon-button"
          aria-label={words.after}
          onClick={() => turn(monthsLater(at, 1), false)}
        >
          <Icon name="right" />
        </button>
      </div>
      <table ref={days} class="month" aria-describedby={help}>
        <thead>
          <tr>
            {t.weekdaysShort.map((name, n) => (
              <th key={name} scope="col" abbr={t.weekdays[n]}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(at).map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <td key={one}>
                  <button
                    type="button"
                    class={dateOfDay(one).startsWith(month) ? "" : "muted"}
                    tabIndex={one === at ? 0 : -1}
                    aria-label={`${dateOf(one)}, ${t.weekdays[weekdayOf(one) - 1]} ${dateText(one)}`}
                    aria-pressed={one === day}
                    {...(one === dayOf(Date.now()) ? { "aria-current": "date" as const } : {})}
                    onKeyDown={press}
                    onClick={() => onPick(one)}
                  >
                    {dateOf(one)}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p id={help} class="muted small wide-only">
        {words.week}
      </p>
    </Dialog>
  );
}
