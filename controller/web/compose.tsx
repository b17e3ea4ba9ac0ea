import { useEffect, useState } from "preact/hooks";
import type { MessageView } from "../message/message-api.ts";
import type { CheckView } from "../schedule/check-api.ts";
import { call } from "./call.ts";
import { CheckDialog } from "./check-dialog.tsx";
import { Hear } from "./compose-hear.tsx";
import { WhatStep } from "./compose-what.tsx";
import { WhenStep } from "./compose-when.tsx";
import { blank, type Draft, draftProblem, dropDraft, keepDraft, keptDraft } from "./draft.ts";
import { go, usePlace } from "./navigate.tsx";
import { whenOf } from "./order-form.ts";
import { whereOf } from "./place-tree.ts";
import { can, usePerson } from "./session.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Card } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";
import { PlacePicker, usePlaces } from "./where.tsx";

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
  const old = draft.source === "old";
  const send = async () => {
    const missing = draftProblem(draft, file !== undefined);
    if (missing) {
      setWrong(missing);
      document.querySelector<HTMLElement>("[data-wrong]")?.scrollIntoView({ block: "center" });
      return;
    }
    if (old) {
      const found = await call<CheckView>("/api/broadcasts/check", {
        method: "POST",
        body: orderOf(draft, places.tree),
      });
      // Something that a person should look at stands between the button and the order.
      if (found.findings.some((one) => one.severity !== "info")) return setChecked(found);
    }
    await save();
  };
  const save = async () => {
    if (old) await order(draft, places.tree);
    else await submit(draft, file);
    dropDraft();
    go("today");
  };
  return (
    <>
      <Heading title={t.screens.compose} about={t.compose.about} />
      <Card title={t.compose.step(1, t.compose.what)}>
        <WhatStep draft={draft} onChange={change} file={file} onFile={setFile} />
      </Card>
      <Card title={t.compose.step(2, t.compose.hear)}>
        <Hear draft={draft} onChange={change} />
      </Card>
      {old ? (
        <>
          <Card title={t.compose.step(3, t.compose.where)}>
            <PlacePicker
              places={places}
              chosen={new Set(draft.clusters)}
              onChoose={(chosen) => change({ clusters: [...chosen] })}
            />
          </Card>
          <Card title={t.compose.step(4, t.compose.when)}>
            <WhenStep draft={draft} onChange={change} />
          </Card>
        </>
      ) : null}
      <Card>
        {old ? null : <p class="muted">{t.compose.sendAbout}</p>}
        <div role="alert">
          {wrong ? (
            <p class="notice bad" data-wrong>
              {t.compose.missing[wrong as "title"]}
            </p>
          ) : null}
        </div>
        <div class="row">
          {!old || can(session, "broadcast.write") ? (
            <Act kind="main" icon="check" onAct={send}>
              {old ? t.compose.sendOld : t.compose.send}
            </Act>
          ) : null}
          <Act
            kind="quiet"
            onAct={() => {
              dropDraft();
              setFile(undefined);
              set(blank());
            }}
          >
            {t.compose.draftDrop}
          </Act>
        </div>
        <p class="muted small">{t.compose.draftKept}</p>
      </Card>
      {checked ? (
        <CheckDialog found={checked} onClose={() => setChecked(undefined)} onSave={save} />
      ) : null}
    </>
  );
}

async function submit(draft: Draft, file: File | undefined): Promise<void> {
  const fields = {
    title: draft.title.trim().normalize("NFC"),
    theme: draft.theme,
    language: "vie",
  };
  if (draft.source === "file" && file) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    // The server reads the fields first: the file streams into the library behind them.
    form.append("file", file);
    await call<MessageView>("/api/messages", { method: "POST", body: form, patience: 600_000 });
  } else {
    const text = draft.text.normalize("NFC");
    const body = { ...fields, text, rate: Number(draft.rate) };
    await call<MessageView>("/api/messages", { method: "POST", body, patience: 120_000 });
  }
  sayDone(t.compose.sent);
}

const orderOf = (draft: Draft, tree: Parameters<typeof whereOf>[0]) => ({
  messageIds: [draft.messageId],
  level: draft.level,
  where: whereOf(tree, new Set(draft.clusters)),
  when: whenOf(draft.when),
});

async function order(draft: Draft, tree: Parameters<typeof whereOf>[0]): Promise<void> {
  await call("/api/broadcasts", { method: "POST", body: orderOf(draft, tree), key: draft.key });
  sayDone(t.compose.planned);
}
