import type { CommuneCode } from "../../contract/ids.ts";
import type { Instant } from "../../contract/time.ts";
import { instantOf, isoOf } from "../iso.ts";
import type { EventProperty, ReadEvent } from "./ical.ts";
import type { Order } from "./schedule-api.ts";

export type EventFault =
  | "event-no-start"
  | "event-all-day"
  | "event-zone"
  | "event-no-message"
  | "event-emergency"
  | "event-cancelled"
  | "event-unsupported";

/** What an event asks for, before it is known whether there is such a message. */
export interface Wish {
  readonly uid: string;
  readonly title: string;
  /** `X-VANGXA-MESSAGE`: the message itself; else the one that has the event's title. */
  readonly message: string | undefined;
  readonly place: string | undefined;
  readonly level: Order["level"];
  readonly start: Instant;
  readonly rrule: string | undefined;
  readonly skip: readonly Instant[];
}

export type EventRead =
  | { readonly ok: true; readonly wish: Wish }
  | {
      readonly ok: false;
      readonly uid: string;
      readonly title: string;
      readonly code: EventFault;
    };

/** Zones that are UTC+7 all year, by the names that calendars give them. */
const STATION_ZONES = [
  "asia/ho_chi_minh",
  "asia/saigon",
  "asia/bangkok",
  "asia/jakarta",
  "se asia standard time",
];

const first = (event: ReadEvent, name: string): EventProperty | undefined =>
  event.find((one) => one.name === name);
const text = (event: ReadEvent, name: string): string | undefined =>
  first(event, name)?.values[0]?.normalize("NFC").trim() || undefined;

export function readWish(event: ReadEvent): EventRead {
  const [uid, title] = [text(event, "uid") ?? "", text(event, "summary") ?? ""];
  const no = (code: EventFault): EventRead => ({ ok: false, uid, title, code });
  const start = instantsOf(first(event, "dtstart"))[0] ?? "event-no-start";
  const skip = event.filter((one) => one.name === "exdate").flatMap(instantsOf);
  // One airing that differs, or loose dates: here such a thing is a change of an order, made by a person.
  if (first(event, "recurrence-id") || first(event, "rdate")) return no("event-unsupported");
  if (text(event, "status")?.toUpperCase() === "CANCELLED") return no("event-cancelled");
  if (typeof start === "string") return no(start);
  const unread = skip.find((one) => typeof one === "string");
  if (unread !== undefined) return no(unread);
  const priority = Number(text(event, "priority") ?? 0);
  // An emergency is never planned in somebody's calendar.
  if (priority >= 1 && priority <= 4) return no("event-emergency");
  return {
    ok: true,
    wish: {
      uid,
      title,
      message: text(event, "x-vangxa-message"),
      place: text(event, "location"),
      level: priority === 5 ? "priority" : "normal",
      start,
      rrule: text(event, "rrule"),
      skip: skip as Instant[],
    },
  };
}

function instantsOf(property: EventProperty | undefined): (Instant | EventFault)[] {
  if (!property) return [];
  if (property.type === "date") return ["event-all-day"];
  const zone = property.zone?.toLowerCase();
  if (zone !== undefined && !STATION_ZONES.includes(zone)) return ["event-zone"];
  // A time without a zone is meant where it is written: at the station.
  const at = (value: string) => instantOf(value.endsWith("Z") ? value : `${value}+07:00`);
  return property.values.map((value) => at(value) ?? "event-no-start");
}

/** The order that a wish becomes. */
export function orderOf(
  wish: Wish,
  message: string,
  where:
    | { readonly communes: CommuneCode[] }
    | { readonly hamlets: string[] }
    | { readonly clusters: string[] },
): Order {
  const start = isoOf(wish.start);
  return {
    ...(wish.title === "" ? {} : { title: [...wish.title].slice(0, 300).join("") }),
    messageIds: [message as never],
    level: wish.level,
    where: where as Order["where"],
    when: wish.rrule === undefined ? { at: start } : { start, rrule: wish.rrule },
  };
}
