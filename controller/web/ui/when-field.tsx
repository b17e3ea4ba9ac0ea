import { useEffect, useRef, useState } from "preact/hooks";
import { dayOfDate } from "../../../contract/station-time.ts";
import { dateText, dayOf } from "../station.ts";
import { clockTyped, dateShown, dateTyped, monthShown, monthTyped } from "../typed-time.ts";
import { words } from "../words-when.ts";
import { Icon } from "./icon.tsx";
import { MonthDialog } from "./month-dialog.tsx";
import { Field } from "./parts.tsx";

interface WhenProps {
  readonly label: string;
  readonly help?: string | undefined;
  /** As the API has it: `YYYY-MM-DD`, `HH:MM`, `YYYY-MM`; "" for none. */
  readonly value: string;
  /** Told with each letter: what is read so far, or "" while it cannot be read. */
  readonly onValue: (value: string) => void;
}

interface Kind {
  readonly read: (text: string) => string | undefined;
  readonly show: (value: string) => string;
  readonly words: { readonly pattern: string; readonly wrong: string };
}

const date: Kind = { read: dateTyped, show: dateShown, words: words.date };
const time: Kind = { read: clockTyped, show: (clock) => clock, words: words.time };
const month: Kind = { read: monthTyped, show: monthShown, words: words.month };

/** A text that is typed freely and shown in the station's form as soon as the field is left. */
function useTyped({ read, show }: Kind, { value, onValue }: WhenProps) {
  const [text, set] = useState(show(value));
  const [wrong, fault] = useState(false);
  const told = useRef(value);
  const within = useRef(false);
  const put = (to: string) => {
    told.current = to;
    set(show(to));
    fault(false);
  };
  // What changes from outside is shown, but not under the hands of whoever is typing.
  useEffect(() => {
    if (value !== told.current && !within.current) put(value);
  }, [value]);
  const tell = (to: string) => {
    told.current = to;
    onValue(to);
  };
  return {
    text,
    wrong,
    pick: (to: string) => {
      put(to);
      onValue(to);
    },
    onInput: (event: Event) => {
      const typed = (event.currentTarget as HTMLInputElement).value;
      const found = read(typed);
      set(typed);
      if (found !== undefined) fault(false);
      tell(found ?? "");
    },
    onFocus: () => {
      within.current = true;
    },
    onBlur: () => {
      within.current = false;
      const found = read(text);
      if (text.trim() === "") put(value);
      else if (found === undefined) fault(true);
      else set(show(found));
    },
  };
}

type Typed = ReturnType<typeof useTyped>;

const inputOf = ({ text, onInput, onFocus, onBlur }: Typed, { pattern }: Kind["words"]) => ({
  value: text,
  placeholder: pattern,
  inputMode: "numeric" as const,
  autocomplete: "off",
  maxLength: 40,
  onInput,
  onFocus,
  onBlur,
});

export function TimeField(props: WhenProps) {
  const typed = useTyped(time, props);
  return (
    <Field label={props.label} help={props.help} wrong={typed.wrong ? time.words.wrong : undefined}>
      <input {...inputOf(typed, time.words)} />
    </Field>
  );
}

export function MonthField(props: WhenProps) {
  const typed = useTyped(month, props);
  return (
    <Field
      label={props.label}
      help={props.help}
      wrong={typed.wrong ? month.words.wrong : undefined}
    >
      <input {...inputOf(typed, month.words)} />
    </Field>
  );
}

/** A day as staff write it, dd/mm/yyyy whatever the browser's language, with a calendar of weeks from Monday behind a button. */
export function DateField(props: WhenProps) {
  const typed = useTyped(date, props);
  const [open, show] = useState(false);
  return (
    <div class="date-field">
      <Field
        label={props.label}
        help={props.help}
        wrong={typed.wrong ? date.words.wrong : undefined}
      >
        <input {...inputOf(typed, date.words)} />
      </Field>
      <button
        type="button"
        class="icon-button"
        aria-label={words.pick(props.label)}
        aria-haspopup="dialog"
        onClick={() => show(true)}
      >
        <Icon name="calendar" />
      </button>
      {open ? (
        <MonthDialog
          title={props.label}
          day={dayOfDate(dateTyped(typed.text) ?? "") ?? dayOf(Date.now())}
          onClose={() => show(false)}
          onPick={(day) => {
            show(false);
            typed.pick(dateTyped(dateText(day)) ?? "");
          }}
        />
      ) : null}
    </div>
  );
}
