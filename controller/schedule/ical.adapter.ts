import ICAL from "ical.js";
import type { EventProperty, FeedEvent, ReadCalendar, ReadEvent, WriteCalendar } from "./ical.ts";

// RFC 5545, 3.1: 75 octets a line. The library counts its own leading space of a folded line beside them.
ICAL.foldLength = 74;

export const writeCalendar: WriteCalendar = ({ name, stamp, events }) => {
  const calendar = new ICAL.Component("vcalendar");
  calendar.updatePropertyWithValue("version", "2.0");
  calendar.updatePropertyWithValue("prodid", "-//Vang Xa//Lich phat//VI");
  calendar.updatePropertyWithValue("x-wr-calname", name);
  calendar.updatePropertyWithValue("x-wr-timezone", "Asia/Ho_Chi_Minh");
  for (const event of events) calendar.addSubcomponent(eventOf(event, stamp));
  return `${calendar.toString()}\r\n`;
};

function eventOf(event: FeedEvent, stamp: string): ICAL.Component {
  const one = new ICAL.Component("vevent");
  one.updatePropertyWithValue("uid", event.uid);
  one.updatePropertyWithValue("dtstamp", ICAL.Time.fromDateTimeString(stamp));
  one.updatePropertyWithValue("dtstart", ICAL.Time.fromDateTimeString(event.start));
  one.updatePropertyWithValue("dtend", ICAL.Time.fromDateTimeString(event.end));
  one.updatePropertyWithValue("summary", event.summary);
  one.updatePropertyWithValue("description", event.description);
  one.updatePropertyWithValue("location", event.location);
  one.updatePropertyWithValue("priority", event.priority);
  if (event.categories.length > 0) {
    const categories = new ICAL.Property("categories");
    categories.setValues([...event.categories]);
    one.addProperty(categories);
  }
  return one;
}

export const readCalendar: ReadCalendar = (text) => {
  try {
    const parsed = ICAL.parse(text) as unknown[];
    // One calendar, or a list of them.
    const lists = (typeof parsed[0] === "string" ? [parsed] : parsed) as ConstructorParameters<
      typeof ICAL.Component
    >[0][];
    const calendars = lists.map((one) => new ICAL.Component(one));
    if (calendars.length === 0 || calendars.some(({ name }) => name !== "vcalendar"))
      return undefined;
    return calendars.flatMap((one) => one.getAllSubcomponents("vevent")).map(readEvent);
  } catch {
    // The library throws for whatever is not a calendar.
    return undefined;
  }
};

const readEvent = (event: ICAL.Component): ReadEvent => event.getAllProperties().map(readProperty);

function readProperty(property: ICAL.Property): EventProperty {
  const zone = property.getParameter("tzid");
  const raw = (property.jCal as unknown[]).slice(3);
  // Dates as written: the library would turn a thirteenth month into next January.
  const values = property.type === "recur" ? property.getValues() : raw;
  return {
    name: property.name,
    type: property.type,
    zone: typeof zone === "string" ? zone : undefined,
    values: values.map(String),
  };
}
