import { useState } from "preact/hooks";
import type { LogRow } from "../playlog/playlog-api.ts";
import { toneOf } from "./airing.ts";
import { call, refusalIn } from "./call.ts";
import { useData } from "./data.ts";
import { Evidence, UnsureTime } from "./evidence-dialog.tsx";
import { usePlace } from "./navigate.tsx";
import { useCheck } from "./play-log-check.tsx";
import { askedOf, Filters } from "./play-log-filters.tsx";
import { dateAndClock, dateText, dayOf, ms } from "./station.ts";
import { t } from "./text.ts";
import { Heading } from "./ui/heading.tsx";
import { Act, Badge, Card, Empty, Waiting } from "./ui/parts.tsx";

type Page = { items: LogRow[]; next?: string };

export function PlayLog() {
  const { query } = usePlace();
  const asked = askedOf(query);
  const log = useData<Page>(`/api/play-log?${asked}&limit=100`, { live: ["outcome"] });
  const [more, setMore] = useState<{
    of: string;
    items: readonly LogRow[];
    next?: string | undefined;
  }>();
  const [open, setOpen] = useState<LogRow | undefined>();
  const check = useCheck();
  const extra = more?.of === asked ? more : undefined;
  const rows = [...(log.value?.items ?? []), ...(extra?.items ?? [])];
  const next = extra ? extra.next : log.value?.next;
  const loadMore = async () => {
    const page = await call<Page>(`/api/play-log?${asked}&limit=100&cursor=${next}`);
    setMore({ of: asked, items: [...(extra?.items ?? []), ...page.items], next: page.next });
  };
  return (
    <>
      <Heading title={t.screens["play-log"]} about={t.log.about}>
        {check.button}
        {formats.map((format) => (
          <Act key={format} icon="download" onAct={() => download(asked, format)}>
            {t.log[format]}
          </Act>
        ))}
      </Heading>
      {check.result}
      <Card>
        <Filters query={query} />
      </Card>
      <Card>
        <Waiting data={log} />
        {log.value && rows.length === 0 ? <Empty title={t.log.none} /> : null}
        <ul class="list">
          {rows.map((row) => (
            <li key={row.seq}>
              <button type="button" class="item" onClick={() => setOpen(row)}>
                <span class="item-title">{row.title ?? row.occurrence}</span>
                <span class="item-side">
                  <Badge tone={toneOf(row.outcome)}>{t.words[row.outcome] ?? row.outcome}</Badge>
                  <span class="small">{row.clusterName ?? row.cluster}</span>
                  <span class="small muted number">
                    {dateAndClock(ms(row.startedAt ?? row.notBefore ?? row.at))}
                  </span>
                  <UnsureTime row={row} />
                  {row.level && row.level !== "normal" ? (
                    <span class="small muted">{t.levels[row.level]}</span>
                  ) : null}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {next === undefined ? null : (
          <div class="row">
            <Act onAct={loadMore}>{t.log.more}</Act>
          </div>
        )}
      </Card>
      {open ? <Evidence row={open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

const formats = ["csv", "xlsx", "pdf"] as const;

/** The same rows as on the screen, as a file. */
async function download(asked: string, format: (typeof formats)[number]): Promise<void> {
  const path =
    format === "csv" ? `/api/play-log?${asked}` : `/api/play-log/export?format=${format}&${asked}`;
  const accept = format === "csv" ? "text/csv" : "*/*";
  const reply = await fetch(path, { headers: { accept } });
  if (!reply.ok) throw refusalIn(path, reply.status, await reply.json().catch(() => undefined));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = `nhat-ky-phat-${dateText(dayOf(Date.now())).replaceAll("/", "-")}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
