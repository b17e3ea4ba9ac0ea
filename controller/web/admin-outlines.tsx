import { useState } from "preact/hooks";
import type { HamletView } from "../fleet/fleet-api.ts";
import type { OutlineList, OutlineReport } from "../fleet/outline-api.ts";
import { call } from "./call.ts";
import { CommunePicker } from "./commune-picker.tsx";
import { useData } from "./data.ts";
import { usePlace } from "./navigate.tsx";
import { usePerson } from "./session.ts";
import { count } from "./station.ts";
import { Table } from "./ui/chart.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Act, Empty, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { isVietnamese, words } from "./words-outlines.ts";

/** Outlines of one commune: a file tried first and then done, and what is there already. */
export function Outlines() {
  const { communes } = usePerson();
  const { query } = usePlace();
  const commune = query.get("commune") ?? communes[0]?.code ?? "";
  const drawn = useData<OutlineList>(commune && `/api/hamlet-outlines?commune=${commune}`);
  const hamlets = useData<{ items: HamletView[] }>(
    commune && `/api/hamlets?limit=1000&commune=${commune}`,
  );
  if (commune === "") return <Empty title={words.noCommune} />;
  return (
    <>
      <CommunePicker value={commune} all={false} />
      <Upload key={commune} commune={commune} onDone={drawn.reload} />
      <Waiting data={drawn} />
      <Drawn
        hamlets={hamlets.value?.items ?? []}
        drawn={drawn.value?.features ?? []}
        onDone={drawn.reload}
      />
    </>
  );
}

interface UploadProps {
  readonly commune: string;
  readonly onDone: () => Promise<void>;
}

function Upload({ commune, onDone }: UploadProps) {
  const [file, pick] = useState<File | undefined>();
  const [source, name] = useState("");
  const [skip, leave] = useState(false);
  const [report, show] = useState<OutlineReport | undefined>();
  const send = async (dryRun: boolean) => {
    const form = new FormData();
    form.set("file", file as File);
    const asked = new URLSearchParams({ commune, source: source.trim() });
    if (dryRun) asked.set("dryRun", "true");
    if (skip) asked.set("skipWrong", "true");
    const path = `/api/hamlet-outlines/import?${asked}`;
    const found = await call<OutlineReport>(path, { method: "POST", body: form });
    show(found);
    if (dryRun) return;
    await onDone();
    sayDone(words.imported(found.new + found.changed));
  };
  const good = report ? report.items.length - report.wrong : 0;
  const ready = report?.dryRun && good > 0 && (report.wrong === 0 || skip);
  return (
    <>
      <Field label={words.file} help={words.fileHelp}>
        <input
          type="file"
          accept=".geojson,.json"
          onChange={(event) => {
            pick(event.currentTarget.files?.[0]);
            show(undefined);
          }}
        />
      </Field>
      <Field label={words.source} help={words.sourceHelp}>
        <input value={source} maxLength={200} onInput={(e) => name(e.currentTarget.value)} />
      </Field>
      {report?.dryRun && report.wrong > 0 && good > 0 ? (
        <label class="check">
          <input type="checkbox" checked={skip} onChange={(e) => leave(e.currentTarget.checked)} />
          {words.skip(report.wrong, good)}
        </label>
      ) : null}
      <div class="row">
        <Act kind="main" disabled={file === undefined} onAct={() => send(true)}>
          {words.dryRun}
        </Act>
        <Act disabled={!ready} onAct={() => send(false)}>
          {words.runNow}
        </Act>
      </div>
      {report ? <Found report={report} /> : null}
    </>
  );
}

function Found({ report }: { report: OutlineReport }) {
  const { dryRun, wrong, items } = report;
  const good = items.length - wrong;
  return (
    <div class="stack" role="status">
      <p class={`notice ${wrong > 0 ? "bad" : "good"}`}>
        {dryRun ? words.tried(good, wrong) : words.imported(report.new + report.changed)}
      </p>
      <Table
        caption={words.areas}
        heads={[words.area, words.hamlet, words.state, words.fault]}
        rows={items.map((one) => [
          one.row,
          one.name ?? "–",
          words.states[one.state],
          [...one.faults.map(faultText), ...sizeOf(one)].join(" "),
        ])}
      />
    </div>
  );
}

type Item = OutlineReport["items"][number];

const faultText = ({ vi, hint, en, hintEn, detail }: Item["faults"][number]): string => {
  const [what, fix] = isVietnamese() ? [vi, hint] : [en, hintEn];
  return [what, ...(detail === null ? [] : [`(${detail})`]), fix].join(" ");
};

const sizeOf = ({ state, points, hectares, simplified }: Item): string[] => [
  ...(state === "wrong" ? [] : [words.size(count(hectares), points)]),
  ...(state === "wrong" || simplified === null ? [] : [words.simplified(simplified)]),
];

interface DrawnProps {
  readonly hamlets: readonly HamletView[];
  readonly drawn: OutlineList["features"];
  readonly onDone: () => Promise<void>;
}

function Drawn({ hamlets, drawn, onDone }: DrawnProps) {
  const [going, ask] = useState<HamletView | undefined>();
  const drop = async (id: string) => {
    await call(`/api/hamlets/${id}/outline`, { method: "DELETE" });
    ask(undefined);
    await onDone();
    sayDone(words.dropped);
  };
  return (
    <>
      <h3>{words.there}</h3>
      <ul class="list">
        {hamlets.map((hamlet) => {
          const found = drawn.find((one) => one.id === hamlet.id)?.properties;
          return (
            <li key={hamlet.id} class="item">
              <span class="item-side">
                <span class="item-title">{hamlet.name}</span>
                <span class="small muted">
                  {found ? words.drawn(found.points, found.from, found.source) : words.notDrawn}
                </span>
              </span>
              {found ? (
                <span class="row">
                  <Act kind="quiet" icon="close" onAct={() => ask(hamlet)}>
                    {words.drop(hamlet.name)}
                  </Act>
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
      {going ? (
        <Dialog
          title={words.drop(going.name)}
          onClose={() => ask(undefined)}
          foot={
            <Act kind="danger" onAct={() => drop(going.id)}>
              {words.dropYes}
            </Act>
          }
        >
          <p>{words.dropAbout}</p>
        </Dialog>
      ) : null}
    </>
  );
}
