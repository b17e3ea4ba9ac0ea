import { useEffect, useRef, useState } from "preact/hooks";
import { useNow } from "./data.ts";
import { type Line, openLine, type Stage } from "./live-line.ts";
import type { Chosen } from "./place-tree.ts";
import { Act, Card, Field } from "./ui/parts.tsx";
import { words } from "./words-live.ts";

/** A microphone on the air: one button to speak, one to finish. */
export function LiveSpeak({ chosen }: { chosen: Chosen }) {
  const [title, name] = useState("");
  const [most, limit] = useState(5);
  const [level, rank] = useState<"normal" | "emergency">("normal");
  const [stage, tell] = useState<Stage | undefined>();
  const [since, begin] = useState(0);
  const line = useRef<Line | undefined>(undefined);
  // Whoever leaves the page has stopped speaking.
  useEffect(() => () => line.current?.stop(), []);
  const now = useNow(1_000);
  const busy = stage === "asking" || stage === "approval" || stage === "speaking";
  const start = async () => {
    const wanted = { title, level, clusters: [...chosen], seconds: most * 60 };
    line.current = await openLine(wanted, (to) => {
      if (to === "speaking") begin(Date.now());
      tell(to);
    }).catch((error: unknown) => {
      tell(undefined);
      throw error;
    });
  };
  const left = Math.max(0, Math.round(most * 60 - (now - since) / 1_000));
  return (
    <Card title={words.title}>
      <p class="muted">{words.about}</p>
      <Field label={words.name}>
        <input value={title} disabled={busy} onInput={(e) => name(e.currentTarget.value)} />
      </Field>
      <Field label={words.minutes}>
        <input
          type="number"
          min={1}
          max={30}
          value={most}
          disabled={busy}
          onInput={(e) => limit(Math.max(1, Math.min(30, Number(e.currentTarget.value))))}
        />
      </Field>
      <Field label={words.level}>
        <select
          value={level}
          disabled={busy}
          onChange={(e) => rank(e.currentTarget.value === "emergency" ? "emergency" : "normal")}
        >
          <option value="normal">{words.levels.normal}</option>
          <option value="emergency">{words.levels.emergency}</option>
        </select>
      </Field>
      <p role="status">{stage === "speaking" ? words.speaking(left) : stage ? words[stage] : ""}</p>
      <div class="row">
        {busy ? (
          <Act kind="danger" onAct={async () => line.current?.stop()}>
            {words.stop}
          </Act>
        ) : (
          <Act kind="main" disabled={title.length < 3 || chosen.size === 0} onAct={start}>
            {words.start}
          </Act>
        )}
      </div>
    </Card>
  );
}
