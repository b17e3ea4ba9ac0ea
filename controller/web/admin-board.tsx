import { useState } from "preact/hooks";
import type { ClusterView } from "../fleet/fleet-api.ts";
import { type BoardForm, formOf, settingsOf } from "./board-form.ts";
import { call } from "./call.ts";
import { Act, Field } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { TimeField } from "./ui/when-field.tsx";
import { words } from "./words-board.ts";

interface BoardProps {
  readonly cluster: ClusterView;
  /** The clusters of the same commune, this one among them. */
  readonly beside: readonly ClusterView[];
  readonly onDone: () => Promise<void>;
}

/** What the SIM of a board allows and what its clock does without power, for one cluster or for its whole commune. */
export function BoardSettings({ cluster, beside, onDone }: BoardProps) {
  const [form, setForm] = useState(formOf(cluster));
  const [everywhere, setEverywhere] = useState(false);
  const [done, setDone] = useState<number>();
  const [wrong, setWrong] = useState(false);
  const some = everywhere ? beside : [cluster];
  const set = (part: Partial<BoardForm>) => setForm({ ...form, ...part });
  const save = async () => {
    const body = settingsOf(form);
    setWrong(!body);
    if (!body) return;
    try {
      for (const [at, { id }] of some.entries()) {
        setDone(at);
        await call(`/api/clusters/${id}`, { method: "PATCH", body });
      }
    } finally {
      setDone(undefined);
      await onDone();
    }
    sayDone(words.saved(some.length));
  };
  return (
    <>
      <h4>{words.title}</h4>
      <Field
        label={words.megabytes}
        help={words.megabytesHelp}
        wrong={wrong ? words.wrong : undefined}
      >
        <input
          inputMode="decimal"
          value={form.megabytes}
          onInput={(event) => set({ megabytes: event.currentTarget.value })}
        />
      </Field>
      <div class="filters">
        <TimeField
          label={words.from}
          help={words.hoursHelp}
          value={form.from}
          onValue={(from) => set({ from })}
        />
        <TimeField label={words.to} value={form.to} onValue={(to) => set({ to })} />
      </div>
      <Field label={words.clock} help={words.clockHelp}>
        <select
          value={form.clock}
          onChange={(event) => set({ clock: event.currentTarget.value as BoardForm["clock"] })}
        >
          {Object.entries(words.clocks).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      {beside.length > 1 ? (
        <label class="check">
          <input type="checkbox" checked={everywhere} onChange={() => setEverywhere(!everywhere)} />
          <span>{words.everywhere(beside.length)}</span>
        </label>
      ) : null}
      <p role="status">{done === undefined ? "" : words.saving(done, some.length)}</p>
      <div class="row">
        <Act onAct={save}>{words.save}</Act>
      </div>
    </>
  );
}
