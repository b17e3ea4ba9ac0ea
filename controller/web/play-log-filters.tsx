import { dayOfDate } from "../../contract/station-time.ts";
import type { ClusterView } from "../fleet/fleet-api.ts";
import { CommunePicker } from "./commune-picker.tsx";
import { useData } from "./data.ts";
import { setQuery } from "./navigate.tsx";
import { usePerson } from "./session.ts";
import { isoAt } from "./station.ts";
import { t } from "./text.ts";
import { Field } from "./ui/parts.tsx";
import { DateField } from "./ui/when-field.tsx";

const outcomes = [
  "played",
  "partial",
  "preempted",
  "interrupted",
  "cancelled",
  "expired",
  "refused",
  "failed",
  "unreported",
];
const further = ["title", "theme", "cluster", "level", "approver"] as const;
const narrowing = ["commune", "outcome", "broadcast", "message", ...further] as const;

/** The address of the log carries its filters: it can be kept, sent and printed. */
export function askedOf(query: URLSearchParams): string {
  const asked = new URLSearchParams({ newest: "true" });
  for (const name of narrowing) {
    const value = query.get(name);
    if (value) asked.set(name, value);
  }
  const [from, to] = [dayOfDate(query.get("from") ?? ""), dayOfDate(query.get("to") ?? "")];
  if (from !== undefined) asked.set("from", isoAt(from, 0));
  if (to !== undefined) asked.set("to", isoAt(to + 1, 0));
  return asked.toString();
}

export function Filters({ query }: { query: URLSearchParams }) {
  return (
    <>
      <div class="filters">
        <DateField
          label={t.log.from}
          value={query.get("from") ?? ""}
          onValue={(from) => setQuery({ from })}
        />
        <DateField
          label={t.log.to}
          value={query.get("to") ?? ""}
          onValue={(to) => setQuery({ to })}
        />
        <Choice
          query={query}
          name="outcome"
          label={t.log.outcome}
          of={outcomes.map((one) => [one, t.words[one] ?? one])}
        />
        <CommunePicker value={query.get("commune") ?? ""} all />
      </div>
      <details open={further.some((name) => query.get(name))}>
        <summary>{t.log.further}</summary>
        <Further query={query} />
      </details>
    </>
  );
}

function Further({ query }: { query: URLSearchParams }) {
  const { communes } = usePerson();
  const commune = query.get("commune") ?? (communes.length === 1 ? communes[0]?.code : undefined);
  const themes = useData<{ items: { code: string; name: string }[] }>("/api/themes", {
    keep: "themes",
  });
  // Of a whole province the list would be too long to choose from.
  const clusters = useData<{ items: ClusterView[] }>(
    commune ? `/api/clusters?commune=${commune}&limit=5000` : undefined,
  );
  return (
    <div class="filters">
      <Words query={query} name="title" label={t.log.title} />
      <Choice
        query={query}
        name="theme"
        label={t.compose.theme}
        of={(themes.value?.items ?? []).map(({ code, name }) => [code, name])}
      />
      {commune ? (
        <Choice
          query={query}
          name="cluster"
          label={t.log.cluster}
          of={(clusters.value?.items ?? []).map(({ id, name }) => [id, name])}
        />
      ) : null}
      <Choice query={query} name="level" label={t.log.level} of={Object.entries(t.levels)} />
      <Words query={query} name="approver" label={t.log.approver} />
    </div>
  );
}

interface FilterProps {
  readonly query: URLSearchParams;
  readonly name: string;
  readonly label: string;
}

const Words = ({ query, name, label }: FilterProps) => (
  <Field label={label}>
    <input
      type="search"
      maxLength={120}
      value={query.get(name) ?? ""}
      onChange={(event) => setQuery({ [name]: event.currentTarget.value.trim() })}
    />
  </Field>
);

const Choice = ({
  query,
  name,
  label,
  of,
}: FilterProps & { readonly of: readonly (readonly [string, string])[] }) => (
  <Field label={label}>
    <select
      value={query.get(name) ?? ""}
      onChange={(event) => setQuery({ [name]: event.currentTarget.value })}
    >
      <option value="">{t.all}</option>
      {of.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  </Field>
);
