import { useEffect, useState } from "preact/hooks";
import type { CheckView } from "../schedule/check-api.ts";
import type { BroadcastView } from "../schedule/schedule-api.ts";
import { CheckDialog } from "./check-dialog.tsx";
import { Hear } from "./compose-hear.tsx";
import { WhatStep } from "./compose-what.tsx";
import { WhenStep } from "./compose-when.tsx";
import {
  blank,
  type Draft,
  draftProblem,
  dropDraft,
  isOrder,
  keepDraft,
  keptDraft,
} from "./draft.ts";
import { LiveEntry } from "./live-entry.tsx";
import { go, usePlace } from "./navigate.tsx";
import { ownUnit } from "./place-tree.ts";
import { sendOrder, sendWish } from "./sending.ts";
import { can, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Card } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { PlacePicker, usePlaces } from "./where.tsx";
import { words } from "./words-relay.ts";

/** Write, hear, where, when: one page from top to bottom, kept while it is written. */
export function Compose() {
  const session = usePerson();
  const { query } = usePlace();
  const [wanted, plans] = [query.get("message"), query.get("plan")];
  const [draft, set] = useState<Draft>(() => keptDraft() ?? blank());
  const [file, setFile] = useState<File | undefined>();
  const places = usePlaces();
  const [wrong, setWrong] = useState<string | undefined>();
  const [checked, setChecked] = useState<CheckView | undefined>();
  const change = (part: Partial<Draft>) => {
    setWrong(undefined);
    set((now) => ({ ...now, ...part }));
  };
  useEffect(() => {
    if (wanted) change({ source: "old", messageId: wanted });
    else if (plans) change({ source: "old" });
  }, [wanted, plans]);
  useEffect(() => keepDraft(draft), [draft]);
  const old = isOrder(draft);
  const chosen = draft.clusters ? new Set(draft.clusters) : ownUnit(places.tree);
  const sent = { draft, file, chosen, tree: places.tree };
  const send = async () => {
    const missing = draftProblem(draft, { file, chosen });
    if (missing) {
      setWrong(missing);
      return;
    }
    if (old) {
      const found = await sendOrder<CheckView>(sent, "/check");
      // Something that a person should look at stands between the button and the order.
      if (found.findings.some((one) => one.severity !== "info")) return setChecked(found);
    }
    await save();
  };
  const save = async () => {
    // Who may not approve hands an order in as well: it is on no calendar yet.
    const made = old ? await sendOrder<BroadcastView>(sent) : await sendWish(sent);
    dropDraft();
    sayDone(made && made.state !== "proposed" ? t.compose.planned : t.compose.sent);
    go("today");
  };
  const drop = () => {
    dropDraft();
    setFile(undefined);
    set(blank());
  };
  return (
    <>
      <Heading title={t.screens.compose} about={t.compose.about} />
      <Card title={t.compose.step(1, t.compose.what)}>
        <WhatStep draft={draft} onChange={change} file={file} onFile={setFile} />
      </Card>
      <Card title={t.compose.step(2, t.compose.hear)}>
        <Hear draft={draft} onChange={change} file={file} />
      </Card>
      <Card title={t.compose.step(3, t.compose.where)}>
        <PlacePicker
          places={places}
          chosen={chosen}
          onChoose={(now) => change({ clusters: [...now] })}
        />
      </Card>
      <Card title={t.compose.step(4, t.compose.when)}>
        <WhenStep draft={draft} onChange={change} />
      </Card>
      <Card>
        <p class="muted">
          {draft.source === "relay"
            ? words.about
            : old
              ? t.compose.orderAbout
              : t.compose.sendAbout}
        </p>
        <div role="alert">
          {wrong ? <p class="notice bad">{t.compose.missing[wrong as "title"]}</p> : null}
        </div>
        <div class="row">
          {!old || can(session, "broadcast.write") ? (
            <Act kind="main" icon="check" onAct={send}>
              {old ? t.compose.sendOld : t.compose.send}
            </Act>
          ) : null}
          <Act kind="quiet" onAct={drop}>
            {t.compose.draftDrop}
          </Act>
        </div>
        <p class="muted small">{t.compose.draftKept}</p>
      </Card>
      <LiveEntry chosen={chosen} />
      {checked ? (
        <CheckDialog found={checked} onClose={() => setChecked(undefined)} onSave={save} />
      ) : null}
    </>
  );
}
