import { useState } from "preact/hooks";
import type { ClusterView } from "../fleet/fleet-api.ts";
import { BoardSettings } from "./admin-board.tsx";
import { call } from "./call.ts";
import { useData } from "./data.ts";
import { t } from "./text.ts";
import { Act, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { words } from "./words-admin.ts";

const EVENING = 20 * 60;
const levels = [6, 3, 0, -3, -6, -9, -12, -18];

/** What differs from cluster to cluster: how loud by day and in the evening, and whether it joins exercises. */
export function Modes() {
  const clusters = useData<{ items: ClusterView[] }>("/api/clusters?limit=5000");
  const items = clusters.value?.items ?? [];
  const [chosen, choose] = useState("");
  const cluster = items.find((one) => one.id === chosen);
  return (
    <section class="stack">
      <h3>{words.modes}</h3>
      <Waiting data={clusters} />
      <Field label={words.cluster}>
        <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">–</option>
          {items.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </Field>
      {cluster ? <Mode key={cluster.id} cluster={cluster} onDone={clusters.reload} /> : null}
      {cluster ? (
        <BoardSettings
          key={`${cluster.id} board`}
          cluster={cluster}
          beside={items.filter((one) => one.commune === cluster.commune)}
          onDone={clusters.reload}
        />
      ) : null}
    </section>
  );
}

function Mode({ cluster, onDone }: { cluster: ClusterView; onDone: () => Promise<void> }) {
  const at = (minute: number) =>
    cluster.volume.filter((one) => one.start <= minute).at(-1)?.gain ?? 0;
  const [day, setDay] = useState(at(12 * 60));
  const [evening, setEvening] = useState(at(23 * 60));
  const [exercise, setExercise] = useState(cluster.exercise);
  const [local, setLocal] = useState(cluster.localInput);
  const save = async () => {
    const volume = [
      { start: 0, gain: day },
      { start: EVENING, gain: evening },
    ];
    const body = { volume, exercise, localInput: local };
    await call(`/api/clusters/${cluster.id}`, { method: "PATCH", body });
    await onDone();
    sayDone(words.savedCluster);
  };
  return (
    <>
      <div class="filters">
        <Level label={words.day} gain={day} onPick={setDay} />
        <Level label={words.evening} gain={evening} onPick={setEvening} />
      </div>
      <label class="check">
        <input type="checkbox" checked={exercise} onChange={() => setExercise(!exercise)} />
        <span>
          {words.exercise} <span class="small muted">{words.exerciseHelp}</span>
        </span>
      </label>
      <label class="check">
        <input type="checkbox" checked={local} onChange={() => setLocal(!local)} />
        <span>
          {words.local} <span class="small muted">{words.localHelp}</span>
        </span>
      </label>
      <div class="row">
        <Act kind="main" onAct={save}>
          {t.save}
        </Act>
      </div>
    </>
  );
}

interface LevelProps {
  readonly label: string;
  readonly gain: number;
  readonly onPick: (gain: number) => void;
}

const Level = ({ label, gain, onPick }: LevelProps) => (
  <Field label={label}>
    <select value={gain} onChange={(event) => onPick(Number(event.currentTarget.value))}>
      {[...new Set([...levels, gain])].map((one) => (
        <option key={one} value={one}>
          {words.db(one)}
        </option>
      ))}
    </select>
  </Field>
);
