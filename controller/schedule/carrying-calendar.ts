import type { CarriedItem } from "../fleet/succession.ts";
import type {
  CalendarFeedTable,
  CampaignTable,
  DeadlineRuleTable,
  HolidayTable,
  RelaySourceTable,
} from "../store/calendar-tables.ts";

/** What the calendar and its relays have at places. */
export interface CalendarRows {
  readonly holidays: readonly HolidayTable[];
  readonly campaigns: readonly CampaignTable[];
  readonly deadlines: readonly DeadlineRuleTable[];
  readonly feeds: readonly CalendarFeedTable[];
  readonly relays: readonly RelaySourceTable[];
}

export interface CalendarPlan {
  readonly items: readonly CarriedItem[];
  /** Ids of rows that belong to the successor from now on, and of those that it has already. */
  readonly moved: Readonly<Record<keyof CalendarRows, readonly string[]>>;
  readonly dropped: Readonly<Record<"holidays" | "deadlines" | "relays", readonly string[]>>;
}

/**
 * Campaigns and secret addresses always come along: orders and telephones name them. Of a day off, a deadline or a relay source that the
 * successor has too one is enough, or people would be reminded twice.
 */
export function carriedCalendar(
  rows: CalendarRows,
  into: string,
  ending: readonly string[],
): CalendarPlan {
  const days = sorted("day-off", rows.holidays, into, ending, ({ day, kind }) => `${day} ${kind}`);
  const deadlines = sorted("deadline", rows.deadlines, into, ending, ({ name, days: due }) =>
    JSON.stringify([name, due]),
  );
  const campaigns = sorted("campaign", rows.campaigns, into, ending, ({ id }) => id);
  const feeds = sorted(
    "calendar-address",
    rows.feeds.map((row) => ({ ...row, place: `c-${row.commune}` })),
    into,
    ending,
    ({ id }) => id,
  );
  const relays = sorted("relay-source", rows.relays, into, ending, ({ url }) => url);
  return {
    items: [days, deadlines, campaigns, feeds, relays].flatMap(({ items }) => items),
    moved: {
      holidays: days.moved,
      campaigns: campaigns.moved,
      deadlines: deadlines.moved,
      feeds: feeds.moved,
      relays: relays.moved,
    },
    dropped: { holidays: days.dropped, deadlines: deadlines.dropped, relays: relays.dropped },
  };
}

interface Placed {
  readonly id: string;
  readonly place: string;
  readonly name: string;
}

function sorted<T extends Placed>(
  kind: string,
  rows: readonly T[],
  into: string,
  ending: readonly string[],
  sameness: (row: T) => string,
) {
  const known = new Set(rows.filter(({ place }) => place === into).map(sameness));
  const all = rows
    .filter(({ place }) => ending.includes(place))
    .map((row) => {
      const joined = known.has(sameness(row));
      known.add(sameness(row));
      return { row, joined };
    });
  const items = all.map(({ row: { id, name, place }, joined }): CarriedItem => {
    const about = { kind, id, name, from: place.slice(2), was: { place } };
    return joined ? { ...about, fate: "joined" } : { ...about, fate: "moved", is: { place: into } };
  });
  return {
    items,
    moved: all.filter(({ joined }) => !joined).map(({ row }) => row.id),
    dropped: all.filter(({ joined }) => joined).map(({ row }) => row.id),
  };
}
