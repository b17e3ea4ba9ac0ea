import type { HamletView } from "../fleet/fleet-api.ts";
import { usePerson } from "./session.ts";
import { Act, Choice, Field } from "./ui/parts.tsx";
import { DateField } from "./ui/when-field.tsx";
import { words } from "./words-units.ts";

interface Part {
  readonly name: string;
  readonly households: string;
  readonly people: string;
}

export interface Merging {
  readonly kind: "communes" | "hamlets" | "split";
  /** Whose hamlets are shown. */
  readonly commune: string;
  readonly chosen: readonly string[];
  /** The commune that stays, or the hamlet that is split. */
  readonly into: string;
  readonly name: string;
  readonly from: string;
  readonly parts: readonly Part[];
}

interface FormProps {
  readonly form: Merging;
  readonly hamlets: readonly HamletView[];
  readonly onChange: (part: Partial<Merging>) => void;
}

const value = (event: Event): string => (event.currentTarget as HTMLInputElement).value;

interface One {
  readonly id: string;
  readonly name: string;
}

export function MergeForm({ form, hamlets, onChange }: FormProps) {
  const { communes } = usePerson();
  const [kind, ofCommune] = [form.kind, form.kind !== "communes"];
  const own = hamlets.filter((one) => one.commune === form.commune);
  const units: readonly One[] = ofCommune
    ? own
    : communes.map(({ code, name }) => ({ id: code, name }));
  const may = kind === "split" ? units : units.filter(({ id }) => form.chosen.includes(id));
  return (
    <>
      <Choice
        legend={words.kind}
        value={kind}
        options={words.kinds}
        onPick={(picked) => onChange({ kind: picked, chosen: [], into: "" })}
      />
      {ofCommune ? (
        <Pick
          label={words.inCommune}
          units={communes.map(({ code, name }) => ({ id: code, name }))}
          value={form.commune}
          onPick={(commune) => onChange({ commune, chosen: [], into: "" })}
        />
      ) : null}
      {kind === "split" ? null : <Ticks form={form} units={units} onChange={onChange} />}
      {kind === "hamlets" ? null : (
        <Pick
          label={kind === "split" ? words.whole : words.into}
          units={[{ id: "", name: "–" }, ...may]}
          value={form.into}
          onPick={(into) => onChange({ into })}
        />
      )}
      {kind === "split" ? <Parts form={form} onChange={onChange} /> : null}
      <div class="filters">
        {kind === "split" ? null : (
          <Field label={words.newName} help={kind === "communes" ? words.nameHelp : undefined}>
            <input
              value={form.name}
              maxLength={120}
              onInput={(event) => onChange({ name: value(event) })}
            />
          </Field>
        )}
        <DateField label={words.from} value={form.from} onValue={(from) => onChange({ from })} />
      </div>
    </>
  );
}

interface PickProps {
  readonly label: string;
  readonly units: readonly One[];
  readonly value: string;
  readonly onPick: (id: string) => void;
}

const Pick = ({ label, units, value: now, onPick }: PickProps) => (
  <Field label={label}>
    <select value={now} onChange={(event) => onPick(event.currentTarget.value)}>
      {units.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  </Field>
);

function Ticks({ form, units, onChange }: Omit<FormProps, "hamlets"> & { units: readonly One[] }) {
  const toggle = (id: string) => {
    const on = form.chosen.includes(id);
    onChange({ chosen: on ? form.chosen.filter((one) => one !== id) : [...form.chosen, id] });
  };
  return (
    <fieldset class="stack">
      <legend>{words.which}</legend>
      {units.map(({ id, name }) => (
        <label key={id} class="check">
          <input type="checkbox" checked={form.chosen.includes(id)} onChange={() => toggle(id)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Parts({ form: { parts }, onChange }: Omit<FormProps, "hamlets">) {
  const change = (at: number, more: Partial<Part>) =>
    onChange({ parts: parts.map((one, n) => (n === at ? { ...one, ...more } : one)) });
  const blank = { name: "", households: "", people: "" };
  return (
    <>
      {parts.map((one, at) => (
        <fieldset key={String(at)} class="stack">
          <legend>{words.part(at + 1)}</legend>
          <div class="filters">
            <Field label={words.name}>
              <input
                value={one.name}
                maxLength={120}
                onInput={(event) => change(at, { name: value(event) })}
              />
            </Field>
            {(["households", "people"] as const).map((name) => (
              <Field key={name} label={words[name]}>
                <input
                  inputMode="numeric"
                  value={one[name]}
                  onInput={(event) => change(at, { [name]: value(event) })}
                />
              </Field>
            ))}
          </div>
        </fieldset>
      ))}
      <div class="row">
        <Act icon="plus" kind="quiet" onAct={() => onChange({ parts: [...parts, blank] })}>
          {words.another}
        </Act>
      </div>
    </>
  );
}
