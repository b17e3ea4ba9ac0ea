import { useState } from "preact/hooks";
import type { ReportContent } from "../report/content.ts";
import type { FrozenView } from "../report/report-api.ts";
import type { CampaignView } from "../schedule/calendar-api.ts";
import { call } from "./call.ts";
import { CommunePicker } from "./commune-picker.tsx";
import { useData } from "./data.ts";
import { setQuery, usePlace } from "./navigate.tsx";
import { Shown } from "./report-block.tsx";
import { can, canAt, usePerson } from "./session.ts";
import { dateAndClock, ms } from "./station.ts";
import { t } from "./text.ts";
import { periodShown, periodTyped } from "./typed-time.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Heading } from "./ui/heading.tsx";
import { Icon } from "./ui/icon.tsx";
import { Act, Badge, Card, Empty, Field, Waiting } from "./ui/parts.tsx";
import { sayDone } from "./ui/toast.tsx";

const formats = ["docx", "pdf", "xlsx", "csv"] as const;

/** A campaign's own report, and an award dossier that is about one. */
const hasCampaign = (kind: string) => kind === "campaign" || kind === "award";

/** What is asked of a report, as the routes take it; a person of one commune always asks for that one. */
function useAsked() {
  const { communes, roles } = usePerson();
  const { query } = usePlace();
  const centre = roles.some((held) => held.place === "centre");
  const kind = query.get("kind") ?? "half-year";
  const period = query.get("period") ?? "";
  const commune = query.get("commune") ?? (centre ? "" : (communes[0]?.code ?? ""));
  const campaign = hasCampaign(kind) ? (query.get("campaign") ?? "") : "";
  const ask = {
    ...(period ? { period } : {}),
    ...(commune ? { commune } : {}),
    ...(campaign ? { campaign } : {}),
  };
  return { kind, period, commune, campaign, centre, ask };
}

export function Reports() {
  const session = usePerson();
  const asked = useAsked();
  const path = `/api/reports/${asked.kind}?${new URLSearchParams(asked.ask)}`;
  const draft = useData<ReportContent>(path);
  const frozen = useData<{ items: FrozenView[] }>("/api/reports");
  const [freezing, freeze] = useState(false);
  const mark = path.endsWith("?") ? "" : "&";
  return (
    <>
      <Heading title={t.screens.reports} about={t.reports.about} />
      <Card>
        <Filters {...asked} campaign={draft.value?.campaign?.id ?? asked.campaign} />
      </Card>
      <Waiting data={draft} />
      {draft.value ? (
        <Card
          title={draft.value.title}
          side={
            can(session, "report.write") ? (
              <Act kind="main" icon="lock" onAct={() => freeze(true)}>
                {t.reports.freeze}
              </Act>
            ) : undefined
          }
        >
          <Downloads href={(format) => `${path}${mark}format=${format}`} />
          {draft.value.blocks.map((block, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a report keep their order
            <Shown key={at} block={block} />
          ))}
          <p class="muted small">{draft.value.definition}</p>
        </Card>
      ) : null}
      <Card title={t.reports.frozen}>
        <Waiting data={frozen} />
        {frozen.value?.items.length === 0 ? <Empty title={t.reports.none} /> : null}
        <ul class="list">
          {(frozen.value?.items ?? []).map((one) => (
            <li key={one.id}>
              <Frozen one={one} onChanged={frozen.reload} />
            </li>
          ))}
        </ul>
      </Card>
      {freezing ? (
        <FreezeDialog
          kind={asked.kind}
          ask={asked.ask}
          onClose={() => freeze(false)}
          onDone={frozen.reload}
        />
      ) : null}
    </>
  );
}

function Filters({ kind, period, commune, campaign, centre }: ReturnType<typeof useAsked>) {
  return (
    <div class="filters">
      <Field label={t.reports.kind}>
        <select
          value={kind}
          onChange={(e) => setQuery({ kind: e.currentTarget.value, period: undefined })}
        >
          {Object.entries(t.reports.kinds).map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      {hasCampaign(kind) ? <CampaignPicker kind={kind} value={campaign} /> : null}
      <Field label={t.reports.period} help={t.reports.periodHelp}>
        <input
          value={periodShown(period)}
          maxLength={40}
          onChange={(e) => setQuery({ period: periodTyped(e.currentTarget.value) })}
        />
      </Field>
      <CommunePicker value={commune} all={centre} />
    </div>
  );
}

/** A campaign's report is always about one of them; an award dossier may be about all. */
function CampaignPicker({ kind, value }: { kind: string; value: string }) {
  const { value: known } = useData<{ items: CampaignView[] }>("/api/campaigns");
  return (
    <Field label={t.reports.kinds.campaign}>
      <select
        value={value}
        onChange={(e) => setQuery({ campaign: e.currentTarget.value, period: undefined })}
      >
        {kind === "award" ? <option value="">{t.all}</option> : null}
        {(known?.items ?? []).map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </Field>
  );
}

const Downloads = ({ href }: { href: (format: string) => string }) => (
  <div class="row">
    {formats.map((format) => (
      <a key={format} class="button" href={href(format)} download>
        <Icon name="download" />
        <span>{format.toUpperCase()}</span>
      </a>
    ))}
  </div>
);

function Frozen({ one, onChanged }: { one: FrozenView; onChanged: () => Promise<void> }) {
  const session = usePerson();
  const publish = async () => {
    await call(`/api/reports/frozen/${one.id}/publish`, { method: "POST", body: {} });
    await onChanged();
    sayDone(t.reports.published);
  };
  return (
    <div class="item">
      <span class="item-title">{one.abstract || one.period.label}</span>
      <span class="item-side small muted number">
        <span>{dateAndClock(ms(one.createdAt))}</span>
        {one.publishedAt === null ? null : <Badge tone="good">{t.reports.public}</Badge>}
      </span>
      <Downloads href={(format) => `/api/reports/frozen/${one.id}?format=${format}`} />
      <div class="row">
        {one.publishedAt === null && canAt(session, "report.write", one.place) ? (
          <Act onAct={publish}>{t.reports.publish}</Act>
        ) : null}
        {one.publishedAt === null ? null : (
          <a class="button quiet" href={`/ket-qua/${one.id}`}>
            {t.reports.see}
          </a>
        )}
      </div>
    </div>
  );
}

interface FreezeProps {
  readonly kind: string;
  readonly ask: object;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

function FreezeDialog({ kind, ask, onClose, onDone }: FreezeProps) {
  const [words, set] = useState({ difficulties: "", proposals: "" });
  const text = (name: keyof typeof words) => ({
    value: words[name],
    rows: 4,
    onInput: (event: Event) => {
      const { value } = event.currentTarget as HTMLTextAreaElement;
      set((now) => ({ ...now, [name]: value }));
    },
  });
  const save = async () => {
    const said = Object.entries(words).filter(([, value]) => value.trim() !== "");
    const body = { ...ask, ...Object.fromEntries(said) };
    await call(`/api/reports/${kind}/freeze`, { method: "POST", body, patience: 120_000 });
    await onDone();
    sayDone(t.reports.done);
    onClose();
  };
  return (
    <Dialog
      title={t.reports.freezeTitle}
      onClose={onClose}
      foot={
        <>
          <Act onAct={onClose}>{t.cancelButton}</Act>
          <Act kind="main" icon="lock" onAct={save}>
            {t.reports.freeze}
          </Act>
        </>
      }
    >
      <p class="muted">{t.reports.freezeHelp}</p>
      <Field label={t.reports.difficulties}>
        <textarea {...text("difficulties")} />
      </Field>
      <Field label={t.reports.proposals}>
        <textarea {...text("proposals")} />
      </Field>
    </Dialog>
  );
}
