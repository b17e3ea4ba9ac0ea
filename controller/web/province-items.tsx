import type { InboxItem } from "../schedule/inbox-api.ts";
import type { MustPlayItem } from "../schedule/must-play-api.ts";
import { Link } from "./navigate.tsx";
import { dateAndClock, ms } from "./station.ts";
import { Badge, Card } from "./ui/parts.tsx";
import { words } from "./words-province.ts";

/** What was pushed and is not over, or not played: how many communes are done, until when. */
export function Pushed({ items }: { items: readonly MustPlayItem[] }) {
  if (items.length === 0) return null;
  return (
    <Card title={words.pushedTitle}>
      <ul class="list">
        {items.map((item) => {
          const when = dateAndClock(ms(item.deadline));
          const communes = item.communesDone + item.communes.length;
          const done = item.communes.length === 0;
          return (
            <li key={`${item.broadcast} ${item.notBefore}`} class="item">
              <Link to="play-log" query={{ broadcast: item.broadcast }} class="item-title">
                {item.title}
              </Link>
              <span class="item-side small">
                <Badge tone={done ? "good" : item.over ? "bad" : "warn"}>
                  {words.done(item.communesDone, communes)}
                </Badge>
                <span>{words.played(item.total.played, item.total.clusters)}</span>
                <span class="number muted">{item.over ? words.over(when) : words.until(when)}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** What communes declined, and the reason that each of them wrote. */
export const Declined = ({ items }: { items: readonly InboxItem[] }) => (
  <>
    {items
      .filter((one) => one.state === "declined")
      .map((one) => (
        <div key={one.broadcast} class="small">
          {words.declined(one.title, one.reason ?? "")}
        </div>
      ))}
  </>
);
