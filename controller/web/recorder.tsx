import { useEffect, useRef, useState } from "preact/hooks";
import { useNow } from "./data.ts";
import { playerTime } from "./station.ts";
import { t } from "./text.ts";
import { Act } from "./ui/parts.tsx";
import { sayNo } from "./ui/toast.tsx";

interface Running {
  readonly recorder: MediaRecorder;
  readonly since: number;
}

/** Nobody forgets a microphone for longer than this. */
const LONGEST = 30 * 60_000;

/** Records with the microphone of this machine, as a file like any other that is uploaded. */
export function Recorder({
  file,
  onFile,
}: {
  file: File | undefined;
  onFile: (file: File | undefined) => void;
}) {
  const [running, run] = useState<Running | undefined>();
  const live = useRef<MediaRecorder | undefined>(undefined);
  // Whoever leaves the page has stopped speaking.
  useEffect(() => () => live.current?.stop(), []);
  if (!navigator.mediaDevices) return <p class="notice warn">{t.record.insecure}</p>;
  const start = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => {
      sayNo(t.record.refused);
      return undefined;
    });
    if (!stream) return;
    onFile(undefined);
    const recorder = new MediaRecorder(stream);
    const parts: Blob[] = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      live.current = undefined;
      run(undefined);
      const type = recorder.mimeType.split(";", 1)[0] || "audio/webm";
      const ending = { "audio/ogg": "ogg", "audio/mp4": "m4a" }[type] ?? "webm";
      onFile(new File(parts, `ghi-am.${ending}`, { type }));
    };
    recorder.start(1_000);
    live.current = recorder;
    run({ recorder, since: Date.now() });
    setTimeout(() => recorder.state === "recording" && recorder.stop(), LONGEST);
  };
  return (
    <div class="stack">
      <div class="row">
        {running ? (
          <Act kind="danger" icon="stop" onAct={() => running.recorder.stop()}>
            {t.record.stop}
          </Act>
        ) : (
          <Act icon="mic" onAct={start}>
            {file ? t.record.again : t.record.start}
          </Act>
        )}
        {running ? <Elapsed since={running.since} /> : null}
      </div>
      {file && !running ? <Recorded file={file} /> : null}
    </div>
  );
}

const Elapsed = ({ since }: { since: number }) => (
  <span class="number" role="timer">
    ● {playerTime(Math.max(0, (useNow() - since) / 1_000))}
  </span>
);

/** A recording that is not saved yet, to listen to. */
export function Recorded({ file }: { file: File }) {
  const [url, set] = useState<string | undefined>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    set(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url ? <audio controls src={url} /> : null;
}
