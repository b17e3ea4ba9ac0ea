import { dateOfDay } from "../../contract/station-time.ts";
import type { Draft } from "./draft.ts";
import type { WhenForm } from "./order-form.ts";
import { clock, dayOf } from "./station.ts";
import { t } from "./text.ts";
import { Choice, Field } from "./ui/parts.tsx";
import { DateField, TimeField } from "./ui/when-field.tsx";

interface WhenProps {
  readonly draft: Pick<Draft, "when" | "level">;
  readonly onChange: (part: Partial<Pick<Draft, "when" | "level">>) => void;
}

export function WhenStep({ draft: { when, level }, onChange }: WhenProps) {
  const change = (part: Partial<WhenForm>) => onChange({ when: { ...when, ...part } });
  const timed = when.kind === "at" || when.kind === "repeat";
  const pick = (kind: WhenForm["kind"]) => {
    const soon = Date.now() + 600_000;
    change({
      kind,
      date: when.date || dateOfDay(dayOf(soon)),
      time: when.time || clock(soon),
    });
  };
  return (
    <>
      <Choice
        legend={t.compose.when}
        hideLegend
        value={when.kind}
        options={t.compose.whenKinds}
        onPick={pick}
      />
      {timed ? (
        <div class="filters">
          <DateField
            label={t.compose.date}
            value={when.date}
            onValue={(date) => change({ date })}
          />
          <TimeField
            label={t.compose.time}
            value={when.time}
            onValue={(time) => change({ time })}
          />
          {when.kind === "repeat" ? (
            <>
              <Field label={t.compose.rule}>
                <select
                  value={when.rule}
                  onChange={(event) =>
                    change({ rule: event.currentTarget.value as WhenForm["rule"] })
                  }
                >
                  {t.compose.rules.map(([rule, label]) => (
                    <option key={rule} value={rule}>
                      {label}
                    </option>
                  ))}
                </select>
              </Field>
              <DateField
                label={t.compose.until}
                help={t.compose.untilHelp}
                value={when.until}
                onValue={(until) => change({ until })}
              />
            </>
          ) : null}
        </div>
      ) : null}
      <Choice
        legend={t.compose.level}
        value={level}
        options={t.compose.levels}
        onPick={(picked) => onChange({ level: picked })}
      />
    </>
  );
}
