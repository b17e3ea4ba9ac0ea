import type { AgendaItem } from "../schedule/agenda-api.ts";
import { countsOf, toneOf } from "./airing.ts";
import { clock, dateShort, dayOf, lengthText, ms } from "./station.ts";
import { t } from "./text.ts";
import { Act, Badge } from "./ui/parts.tsx";

interface DayProps {
  readonly items: readonly AgendaItem[];
  readonly monday: number;
  readonly isMovable: (item: AgendaItem) => boolean;
  readonly onOpen: (item: AgendaItem) => void;
  readonly onMove: (item: AgendaItem) => void;
}

/** The week on a narrow screen: a list, day after day. */
export function DayList({ items, monday, isMovable, onOpen, onMove }: DayProps) {
  return (
    <div class="narrow-only stack">
      {[0, 1, 2, 3, 4, 5, 6].map((at) => {
        const mine = items.filter((item) => dayOf(ms(item.plannedAt)) === monday + at);
        return (
          <section key={at}>
            <h2>
              {t.weekdays[at]} <span class="muted">{dateShort(monday + at)}</span>
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
