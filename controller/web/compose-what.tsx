import type { Static } from "typebox";
import type { MessageView, ThemeList } from "../message/message-api.ts";
import { RelayStep } from "./compose-relay.tsx";
import { useData } from "./data.ts";
import { type Draft, isOrder, needsFile, themeOf, titleOf } from "./draft.ts";
import { readText } from "./read-text.ts";
import { Recorder } from "./recorder.tsx";
import { can, usePerson } from "./session.ts";
import { lengthText, readingSeconds } from "./station.ts";
import { t } from "./text.ts";
import { Choice, Field } from "./ui/parts.tsx";
import { sayDone, sayNo } from "./ui/toast.tsx";

interface WhatProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
}

/** What the controller takes at most; nobody waits for an upload that it will refuse. */
const MOST = 200_000_000;

const value = (event: Event): string =>
  (event.currentTarget as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;

export function WhatStep({ draft, onChange, file, onFile }: WhatProps) {
  const plans = can(usePerson(), "broadcast.write");
  return (
    <>
      <Choice
        legend={t.compose.source}
        value={draft.source}
        // Whoever may not plan has nothing to relay with.
        options={t.compose.sources.filter(([source]) => source !== "relay" || plans)}
        onPick={(source) => {
          onFile(undefined);
          onChange({ source, chime: source === "file" ? "none" : "normal" });
        }}
      />
      {draft.source === "text" ? <Words draft={draft} onChange={onChange} /> : null}
      {draft.source === "file" ? (
        <Field label={t.compose.file} help={t.compose.fileHelp}>
          <input
            type="file"
            accept="audio/*,.mp3,.m4a,.wav,.ogg,.opus,.flac"
            onChange={(event) => {
              const picked = event.currentTarget.files?.[0];
              if (picked && picked.size > MOST) {
                event.currentTarget.value = "";
                return sayNo(t.compose.fileLarge);
              }
              onFile(picked);
            }}
          />
        </Field>
      ) : null}
      {draft.source === "record" ? <Recorder file={file} onFile={onFile} /> : null}
      {draft.source === "relay" ? <RelayStep draft={draft} onChange={onChange} /> : null}
      {draft.source === "old" ? <OldMessage draft={draft} onChange={onChange} /> : null}
      {isOrder(draft) ? null : <Naming draft={draft} onChange={onChange} />}
    </>
  );
}

type Part = Pick<WhatProps, "draft" | "onChange">;

function Words({ draft, onChange }: Part) {
  const seconds = lengthText(readingSeconds(draft.text, Number(draft.rate)), t.length);
  const read = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    const text = await readText(file);
    input.value = "";
    if (text === "too-large" || text === "not-text") return sayNo(t.compose.documentWrong[text]);
    onChange({ text });
    sayDone(t.compose.documentRead(file.name));
  };
  return (
    <>
      <Field label={t.compose.text} help={`${t.compose.textHelp} ${t.compose.estimate(seconds)}`}>
        <textarea
          rows={8}
          lang="vi"
          value={draft.text}
          onInput={(event) => onChange({ text: value(event) })}
        />
      </Field>
      <Field label={t.compose.document} help={t.compose.documentHelp}>
        <input
          type="file"
          accept=".txt,.docx,text/plain"
          onChange={(event) => void read(event.currentTarget)}
        />
      </Field>
    </>
  );
}

function Naming({ draft, onChange }: Part) {
  const themes = useData<Static<typeof ThemeList>>("/api/themes", { keep: "themes" });
  const guessed = draft.theme === "" && themeOf(draft) !== "";
  return (
    <div class="two">
      <Field label={t.compose.title} help={t.compose.titleHelp}>
        <input
          value={draft.title}
          placeholder={needsFile(draft) ? "" : titleOf(draft)}
          maxLength={200}
          onInput={(event) => onChange({ title: value(event) })}
        />
      </Field>
      <Field label={t.compose.theme} help={guessed ? t.compose.themeGuessed : undefined}>
        <select
          required
          value={themeOf(draft)}
          onChange={(event) => onChange({ theme: value(event) })}
        >
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
  );
}
