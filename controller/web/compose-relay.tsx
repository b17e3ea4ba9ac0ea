import type { MessageView } from "../message/message-api.ts";
import type { RelaySourceView } from "../schedule/relay-api.ts";
import { useData } from "./data.ts";
import type { Draft } from "./draft.ts";
import { Link } from "./navigate.tsx";
import { Empty, Field } from "./ui/parts.tsx";
import { words } from "./words-relay.ts";

interface RelayProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

const value = (event: Event): string =>
  (event.currentTarget as HTMLInputElement | HTMLSelectElement).value;

/** Another station for a set time, and what sounds when it cannot be heard. */
export function RelayStep({ draft, onChange }: RelayProps) {
  const sources = useData<{ items: RelaySourceView[] }>("/api/relay-sources");
  const messages = useData<{ items: MessageView[] }>("/api/messages?status=approved&limit=200");
  const { url, minutes, name } = draft.relay;
  const change = (part: Partial<Draft["relay"]>) =>
    onChange({ relay: { ...draft.relay, ...part } });
  const known = sources.value?.items ?? [];
  const pick = (picked: string) =>
    change({ url: picked, name: known.find((one) => one.url === picked)?.name ?? "" });
  // An address that was chosen stays in the draft although somebody removed its line meanwhile.
  const shown =
    url === "" || known.some((one) => one.url === url) ? known : [...known, { url, name }];
  return (
    <>
      {sources.value && known.length === 0 ? <Empty title={words.none} /> : null}
      <div class="filters">
        <Field label={words.source}>
          <select value={url} onChange={(event) => pick(value(event))}>
            <option value="">{words.pick}</option>
            {shown.map((one) => (
              <option key={one.url} value={one.url}>
                {one.name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.minutes} help={words.minutesHelp}>
          <input
            inputMode="numeric"
            value={minutes}
            maxLength={3}
            onInput={(event) => change({ minutes: value(event) })}
          />
        </Field>
        <Field label={words.fallback}>
          <select
            value={draft.relay.fallback}
            onChange={(event) => change({ fallback: value(event) })}
          >
            <option value="">{words.silence}</option>
            {(messages.value?.items ?? []).map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <p>
        <Link to="admin" query={{ part: "relays" }}>
          {words.keep}
        </Link>
      </p>
    </>
  );
}
