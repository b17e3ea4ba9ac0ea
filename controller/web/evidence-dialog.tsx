import type { MessageView } from "../message/message-api.ts";
import type { LogRow } from "../playlog/playlog-api.ts";
import { toneOf } from "./airing.ts";
import { useData } from "./data.ts";
import { currentText, heardSounds, microphoneText } from "./proof-words.ts";
import { clockSeconds, count, dateAndClock, dateText, dayOf, lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Dialog } from "./ui/dialog.tsx";
import { Icon } from "./ui/icon.tsx";
import { Badge, Waiting } from "./ui/parts.tsx";
import { Wave } from "./ui/wave.tsx";

/** What is known of one play: its sound, what microphone and meter measured, and the receipts themselves. */
export function Evidence({ row, onClose }: { row: LogRow; onClose: () => void }) {
  const share = row.ofFrames === 0 ? 0 : row.frames / row.ofFrames;
  const facts: readonly (readonly [string, string])[] = [
    [t.log.cluster, `${row.clusterName ?? row.cluster}, ${row.communeName ?? ""}`],
    [t.log.rung, t.rungs[row.rung] ?? row.rung],
    [t.log.microphone, row.measurable ? microphoneText(row) : t.log.bridged],
    [t.log.current, row.measurable ? currentText(row) : t.log.bridged],
    [t.log.planned, row.notBefore === null ? "–" : dateAndClock(ms(row.notBefore))],
    [
      t.log.started,
      row.startedAt === null
        ? "–"
        : `${clockSeconds(ms(row.startedAt))} ${dateText(dayOf(ms(row.startedAt)))}`,
    ],
    [
      t.log.heard,
      `${lengthText(row.seconds, t.length)} (${count(Math.floor(share * 1_000) / 10)} %)`,
    ],
    ...(row.sources.length === 0
      ? []
      : [[t.log.sources, row.sources.map(sourceText).join(", ")] as const]),
    ...(row.clock === null ? [] : [[t.log.clock, t.log.clocks[row.clock]] as const]),
    ...(row.cut ? [[t.log.cut, lengthText(row.cut.seconds, t.length)] as const] : []),
    [t.log.known, dateAndClock(ms(row.at))],
    [t.log.agent, row.agent ?? "–"],
    [t.log.row, count(row.seq)],
    [t.log.link, row.link],
  ];
  return (
    <Dialog title={row.title ?? t.today.evidence} onClose={onClose}>
      <p class="item-side">
        <Badge tone={toneOf(row.outcome)}>{row.outcomeText}</Badge>
        {row.late ? <Badge tone="warn">{t.log.late}</Badge> : null}
        <UnsureTime row={row} />
      </p>
      {row.reasonText ? <p>{row.reasonText}</p> : null}
      {heardSounds(row).map((sound) => (
        <Sound key={sound.message} {...sound} />
      ))}
      <dl class="facts number">
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <details>
        <summary>
          <Icon name="down" /> {t.log.receipts}
        </summary>
        <pre>{JSON.stringify(row.evidence, null, 2)}</pre>
      </details>
    </Dialog>
  );
}

/** Marks a row whose times nobody has confirmed. */
export const UnsureTime = ({ row }: { row: Pick<LogRow, "clock"> }) =>
  row.clock === "unconfirmed" ? <Badge tone="warn">{t.log.unsureTime}</Badge> : null;

/** The sound of a message by its hash: one that was changed since is not passed off as what was heard. */
function Sound({ message, sha256, sounded }: ReturnType<typeof heardSounds>[number]) {
  const found = useData<MessageView>(`/api/messages/${message}`);
  if (!found.value) return <Waiting data={found} />;
  const { title, peaks, seconds, sha256: now } = found.value;
  if (now !== sha256) return <p class="notice warn">{t.log.changed(title)}</p>;
  const words = sounded ? t.log.sound : t.log.ordered;
  return (
    <figure class="sound">
      <Wave peaks={peaks} />
      {/* biome-ignore lint/a11y/useMediaCaption: the words stand in the library, and this is what a loudspeaker said */}
      <audio
        controls
        preload="none"
        src={`/api/messages/${message}/audio`}
        aria-label={`${words}: ${title}`}
      />
      <figcaption class="small muted">
        {words}: {title}
        {seconds === null ? "" : ` · ${lengthText(seconds, t.length)}`}
      </figcaption>
    </figure>
  );
}

/** Whose sound it was, and how long. */
function sourceText({ source, seconds }: LogRow["sources"][number]): string {
  const name = t.log.sourceNames[source] ?? t.log.station(source.replace("source-", ""));
  return `${name} ${lengthText(seconds, t.length)}`;
}
