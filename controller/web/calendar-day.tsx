import type { AgendaItem } from "../schedule/agenda-api.ts";
import { countsOf, toneOf } from "./airing.ts";
import { HeadNote } from "./calendar-head.tsx";
import type { DayNote } from "./calendar-notes.ts";
import { clock, dateShort, dayOf, lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Act, Badge } from "./ui/parts.tsx";

interface DayProps {
  readonly items: readonly AgendaItem[];
  readonly monday: number;
  readonly noteOf: (day: number) => DayNote;
  readonly refusals: ReadonlyMap<string, string>;
  readonly isMovable: (item: AgendaItem) => boolean;
  readonly onOpen: (item: AgendaItem) => void;
  readonly onMove: (item: AgendaItem) => void;
}

/** The week on a narrow screen: a list, day after day. */
export function DayList(props: DayProps) {
  const { items, monday, noteOf, refusals, isMovable, onOpen, onMove } = props;
  return (
    <div class="narrow-only stack">
      {[0, 1, 2, 3, 4, 5, 6].map((at) => {
        const mine = items.filter((item) => dayOf(ms(item.plannedAt)) === monday + at);
        return (
          <section key={at}>
            <h2>
              {t.weekdays[at]} <span class="muted">{dateShort(monday + at)}</span>
              <HeadNote note={noteOf(monday + at)} />
            </h2>
            {mine.length === 0 ? <p class="muted small">{t.calendar.empty}</p> : null}
            <ul class="list">
              {mine.map((item) => (
                <li key={item.occurrence}>
                  <button type="button" class="item" onClick={() => onOpen(item)}>
                    <span class="item-title">
                      <span class="number">{clock(ms(item.plannedAt))}</span> {item.title}
                    </span>
                    <span class="item-side small muted">
                      <span>{lengthText(item.seconds, t.length)}</span>
                      <span>{t.clusters(item.clusters)}</span>
                      {countsOf(item)
                        .slice(0, 2)
                        .map(([word, n]) => (
                          <Badge key={word} tone={toneOf(word)}>
                            {t.words[word]} {n}
                          </Badge>
                        ))}
                    </span>
                    {refusals.has(item.occurrence) ? (
                      <span class="block-no">▲ {refusals.get(item.occurrence)}</span>
                    ) : null}
                  </button>
                  {isMovable(item) ? (
                    <Act kind="quiet" icon="clock" onAct={() => onMove(item)}>
                      {t.calendar.move}
                    </Act>
                  ) : null}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
