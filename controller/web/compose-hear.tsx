import { useEffect, useRef, useState } from "preact/hooks";
import type { PreviewView } from "../message/message-api.ts";
import { callLines } from "./call-lines.ts";
import { type Draft, needsFile } from "./draft.ts";
import { Recorded } from "./recorder.tsx";
import { count, lengthText } from "./station.ts";
import { t } from "./text.ts";
import { Act, Choice } from "./ui/parts.tsx";
import { words } from "./words-relay.ts";

interface HearProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly file: File | undefined;
}

/** The words as they will be read, and their sound, before anything is saved. */
export function Hear({ draft, onChange, file }: HearProps) {
  const [heard, set] = useState<(PreviewView & { url: string }) | undefined>();
  const [done, tell] = useState<number | undefined>();
  const player = useRef<HTMLAudioElement>(null);
  useEffect(() => () => heard && URL.revokeObjectURL(heard.url), [heard]);
  useEffect(() => set(undefined), [draft.text, draft.rate, draft.pause, draft.chime]);
  if (draft.source === "old") {
    return draft.messageId === "" ? (
      <p class="muted">{t.compose.missing.old}</p>
    ) : (
      <audio controls preload="none" src={`/api/messages/${draft.messageId}/audio`} />
    );
  }
  if (draft.source === "relay") return <p class="muted">{words.hear}</p>;
  if (needsFile(draft)) {
    return (
      <>
        <Chime draft={draft} onChange={onChange} />
        {file ? <Recorded file={file} /> : <p class="muted">{t.compose.missing.file}</p>}
      </>
    );
  }
  const hear = async () => {
    const body = {
      text: draft.text.normalize("NFC"),
      language: "vie",
      rate: Number(draft.rate),
      pause: Number(draft.pause),
      chime: draft.chime,
    };
    const made = await callLines<PreviewView>("/api/speech/preview", body, tell).finally(() =>
      tell(undefined),
    );
    const bytes = Uint8Array.from(atob(made.audio.base64), (letter) => letter.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: made.audio.mime }));
    set({ ...made, url });
    requestAnimationFrame(() => player.current?.play().catch(() => undefined));
  };
  return (
    <>
      <Choice
        legend={t.compose.rate}
        value={draft.rate}
        options={t.compose.rates}
        onPick={(rate) => onChange({ rate })}
      />
      <Choice
        legend={t.sound.pause}
        value={draft.pause}
        options={t.sound.pauses}
        onPick={(pause) => onChange({ pause })}
      />
      <Chime draft={draft} onChange={onChange} />
      <div class="row">
        <Act icon="play" disabled={draft.text.trim() === ""} onAct={hear}>
          {t.compose.hear}
        </Act>
      </div>
      {done === undefined ? null : (
        <div class="row">
          <progress max={1} value={done} aria-label={t.compose.hearing} />
          <span class="muted small">
            {t.compose.hearing} {count(Math.round(done * 100))} %
          </span>
        </div>
      )}
      <div role="status" class="stack">
        {heard ? (
          <>
            <audio controls ref={player} src={heard.url} />
            <p class="muted small">
              {lengthText(heard.audio.seconds, t.length)} ·{" "}
              {t.compose.loudness(count(heard.audio.lufs))}
            </p>
            <h3>{t.compose.hearAbout}</h3>
            <blockquote lang="vi">{heard.spoken}</blockquote>
            {heard.notes.map((note) => (
              <p key={note} class="notice warn">
                {note}
              </p>
            ))}
          </>
        ) : (
          <p class="muted">{t.compose.hearFirst}</p>
        )}
      </div>
    </>
  );
}

const Chime = ({ draft, onChange }: Pick<HearProps, "draft" | "onChange">) => (
  <Choice
    legend={t.sound.chime}
    value={draft.chime}
    options={t.sound.chimes}
    onPick={(chime) => onChange({ chime })}
  />
);
