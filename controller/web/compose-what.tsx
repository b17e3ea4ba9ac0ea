import type { Static } from "typebox";
import type { MessageView, ThemeList } from "../message/message-api.ts";
import { useData } from "./data.ts";
import type { Draft } from "./draft.ts";
import { lengthText, readingSeconds } from "./station.ts";
import { t } from "./text.ts";
import { Choice, Field } from "./ui/parts.tsx";

interface WhatProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
}

const value = (event: Event): string =>
  (event.currentTarget as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;

export function WhatStep({ draft, onChange, onFile }: WhatProps) {
  return (
    <>
      <Choice
        legend={t.compose.source}
        value={draft.source}
        options={[
          ["text", t.compose.sourceText],
          ["file", t.compose.sourceFile],
          ["old", t.compose.sourceOld],
        ]}
        onPick={(source) => onChange({ source })}
      />
      {draft.source === "old" ? <OldMessage draft={draft} onChange={onChange} /> : null}
      {draft.source === "old" ? null : <Naming draft={draft} onChange={onChange} />}
      {draft.source === "text" ? (
        <Field
          label={t.compose.text}
          help={`${t.compose.textHelp} ${t.compose.estimate(
            lengthText(readingSeconds(draft.text, Number(draft.rate)), t.length),
          )}`}
        >
          <textarea
            rows={8}
            lang="vi"
            value={draft.text}
            onInput={(event) => onChange({ text: value(event) })}
          />
        </Field>
      ) : null}
      {draft.source === "file" ? (
        <Field label={t.compose.file} help={t.compose.fileHelp}>
          <input
            type="file"
            accept="audio/*,.mp3,.m4a,.wav,.ogg,.opus,.flac"
            onChange={(event) => onFile(event.currentTarget.files?.[0])}
          />
        </Field>
      ) : null}
    </>
  );
}

type Part = Pick<WhatProps, "draft" | "onChange">;

function Naming({ draft, onChange }: Part) {
  const themes = useData<Static<typeof ThemeList>>("/api/themes", { keep: "themes" });
  return (
    <div class="two">
      <Field label={t.compose.title} help={t.compose.titleHelp}>
        <input
          value={draft.title}
          maxLength={200}
          onInput={(event) => onChange({ title: value(event) })}
        />
      </Field>
      <Field label={t.compose.theme}>
        <select value={draft.theme} onChange={(event) => onChange({ theme: value(event) })}>
          <option value="">{t.compose.themePick}</option>
          {(themes.value?.items ?? []).map((theme) => (
            <option key={theme.code} value={theme.code}>
              {theme.name}
            </option>
          ))}
        </select>
      </Field>
    </div>
  );
}

function OldMessage({ draft, onChange }: Part) {
  const messages = useData<{ items: MessageView[] }>("/api/messages?status=approved&limit=200", {
    live: ["message"],
  });
  return (
    <div class="two">
      <Field label={t.compose.old}>
        <select value={draft.messageId} onChange={(event) => onChange({ messageId: value(event) })}>
          <option value="">{t.compose.oldPick}</option>
          {(messages.value?.items ?? []).map((message) => (
            <option key={message.id} value={message.id}>
              {message.title}
            </option>
          ))}
        </select>
      </Field>
      <Choice
        legend={t.compose.level}
        value={draft.level}
        options={t.compose.levels}
        onPick={(level) => onChange({ level })}
      />
    </div>
  );
}
