import { type ComponentChildren, cloneElement, type VNode } from "preact";
import { useId, useState } from "preact/hooks";
import type { Data } from "../data.ts";
import { clock, dateShort, dayOf } from "../station.ts";
import { t } from "../text.ts";
import { Icon, type IconName } from "./icon.tsx";
import { detailOf, sayWrong } from "./toast.tsx";

export type Tone = "good" | "bad" | "warn" | "info" | "plain";
/** Never colour alone: each tone has its sign, and the word stands beside it. */
const signs: Readonly<Record<Tone, string>> = {
  good: "●",
  bad: "▲",
  warn: "◷",
  info: "▶",
  plain: "○",
};

export const Badge = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <span class={`badge ${tone}`}>
    <span aria-hidden="true">{signs[tone]}</span> {children}
  </span>
);

interface FieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  readonly wrong?: string | undefined;
  /** One input, select or textarea: it is tied to its label and its help. */
  readonly children: VNode;
}

export function Field({ label, help, wrong, children }: FieldProps) {
  const id = useId();
  const told = [help && `${id}h`, wrong && `${id}w`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {cloneElement(children, {
        id,
        ...(told === "" ? {} : { "aria-describedby": told }),
        ...(wrong ? { "aria-invalid": true } : {}),
      })}
      {help ? (
        <p id={`${id}h`} class="help">
          {help}
        </p>
      ) : null}
      {wrong ? (
        <p id={`${id}w`} class="help wrong">
          {wrong}
        </p>
      ) : null}
    </div>
  );
}

interface ActProps {
  readonly children: ComponentChildren;
  /** What pressing does; while it runs the button is out of use, and a failure is told. */
  readonly onAct: () => Promise<unknown> | unknown;
  readonly kind?: "main" | "quiet" | "danger";
  readonly icon?: IconName;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly wide?: boolean;
}

export function Act({ children, onAct, kind, icon, disabled, describedBy, wide }: ActProps) {
  const [busy, set] = useState(false);
  const act = async () => {
    if (busy) return;
    set(true);
    try {
      await onAct();
    } catch (error) {
      sayWrong(error);
    } finally {
      set(false);
    }
  };
  return (
    <button
      type="button"
      class={`button ${kind ?? ""} ${wide ? "wide" : ""}`}
      disabled={disabled === true}
      // Not `disabled`: that would take the focus away from whoever works by keyboard.
      aria-disabled={busy}
      aria-busy={busy}
      aria-describedby={describedBy}
      onClick={() => void act()}
    >
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </button>
  );
}

export const Empty = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
);

/** What stands where data will stand: waiting, a failure with what to do, or the age of what is shown. */
export function Waiting({ data }: { data: Data<unknown> }) {
  if (data.problem && data.value === undefined) {
    return (
      <div class="notice bad" role="alert">
        <Icon name="warning" />
        <div>
          <strong>{data.problem.title}</strong>
          <p>{detailOf(data.problem)}</p>
          <Act onAct={data.reload}>{t.again}</Act>
        </div>
      </div>
    );
  }
  if (data.value === undefined) {
    return (
      <p class="waiting" role="status">
        {t.loading}
      </p>
    );
  }
  if (data.problem && data.at !== undefined) {
    return (
      <p class="notice warn">
        <Icon name="clock" /> {t.dataFrom(clock(data.at), dateShort(dayOf(data.at)))}
      </p>
    );
  }
  return null;
}

interface CardProps {
  readonly title?: string;
  readonly children: ComponentChildren;
  readonly side?: ComponentChildren;
}
export const Card = ({ title, children, side }: CardProps) => (
  <section class="card">
    {title === undefined ? null : (
      <div class="card-head">
        <h2>{title}</h2>
        {side}
      </div>
    )}
    {children}
  </section>
);

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onPick: (value: T) => void;
  readonly hideLegend?: boolean;
}

/** A few alternatives side by side: radio buttons that look like one control. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class={props.hideLegend ? "hidden" : ""}>{props.legend}</legend>
      <div class="choice-row">
        {props.options.map(([value, label]) => (
          <label key={value} class={value === props.value ? "chosen" : ""}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === props.value}
              onChange={() => props.onPick(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
