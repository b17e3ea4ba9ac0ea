import type { ScopeId } from "../../contract/ids.ts";
import { dateOfDay, dayNumber, type StationDate } from "../../contract/station-time.ts";
import type { Clock } from "../../contract/time.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { defined } from "../defined.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { CampaignTable, HolidayTable } from "../store/calendar-tables.ts";
import type { CalendarStore } from "./calendar.store.ts";
import type {
  CampaignChange,
  CampaignNew,
  CampaignView,
  DayList,
  HolidayNew,
  HolidayView,
} from "./calendar-api.ts";
import { allCampaigns, type Campaign, datesIn, isDay, nationalCampaigns } from "./campaign.ts";
import { spanOf } from "./deadline.ts";
import {
  type DayBook,
  dayBook,
  type LunarDate,
  lunarText,
  type OwnDay,
  type PublicHoliday,
} from "./holiday.ts";

export interface CalendarDeps {
  readonly clock: Clock;
  readonly store: CalendarStore;
  readonly audit: Audit;
  readonly newId: (prefix: string) => string;
  /** In the same order. */
  readonly lunarOf: (dates: readonly StationDate[]) => Promise<readonly LunarDate[]>;
  readonly holidaysIn: (year: number) => Promise<readonly PublicHoliday[]>;
  readonly covers: (above: ScopeId, place: ScopeId) => boolean;
}

/** `scopes`: the places of whoever asks; rows of places above and below theirs concern them. */
export interface Calendar {
  days(scopes: readonly ScopeId[], from: string, to: string): Promise<Result<DayList>>;
  addHoliday(by: Actor, given: HolidayNew): Promise<Result<HolidayView>>;
  dropHoliday(by: Actor, id: string): Promise<Result<HolidayView>>;
  placeOfHoliday(id: string): Promise<ScopeId | undefined>;
  campaigns(scopes: readonly ScopeId[], year: number | undefined): Promise<CampaignView[]>;
  addCampaign(by: Actor, given: CampaignNew): Promise<Result<CampaignView>>;
  changeCampaign(by: Actor, id: string, given: CampaignChange): Promise<Result<CampaignView>>;
  dropCampaign(by: Actor, id: string): Promise<Result<CampaignView>>;
  placeOfCampaign(id: string): Promise<ScopeId | undefined>;
  knowsCampaign(id: string): Promise<boolean>;
}

export const LONGEST = 800;
/** Each new lunar month is some milliseconds of astronomy. */
const LONGEST_LIST = 400;

export const createCalendar = (deps: CalendarDeps): Calendar => ({
  days: (scopes, from, to) => days(deps, scopes, from, to),
  addHoliday: (by, given) => addHoliday(deps, by, given),
  dropHoliday: (by, id) => dropHoliday(deps, by, id),
  placeOfHoliday: async (id) => (await deps.store.holiday(id))?.place as ScopeId | undefined,
  campaigns: async (scopes, year) => {
    const rows = (await deps.store.campaigns()).filter((row) => concerns(deps, scopes, row));
    return allCampaigns(rows).map((one) => campaignView(deps, one, rows, year));
  },
  addCampaign: (by, given) => addCampaign(deps, by, given),
  changeCampaign: (by, id, given) => changeCampaign(deps, by, id, given),
  dropCampaign: (by, id) => dropCampaign(deps, by, id),
  placeOfCampaign: async (id) => (await deps.store.campaign(id))?.place as ScopeId | undefined,
  knowsCampaign: campaigns(deps.store),
});

/** Whether there is a campaign of this id. */
export const campaigns =
  ({ campaign }: Pick<CalendarStore, "campaign">) =>
  async (id: string): Promise<boolean> =>
    nationalCampaigns.some((one) => one.id === id) || (await campaign(id)) !== undefined;

export const concerns = (
  { covers }: Pick<CalendarDeps, "covers">,
  scopes: readonly ScopeId[],
  row: { readonly place: string },
): boolean =>
  scopes.some(
    (scope) => covers(scope, row.place as ScopeId) || covers(row.place as ScopeId, scope),
  );

export async function bookFor(
  deps: CalendarDeps,
  scopes: readonly ScopeId[],
  [from, to]: readonly [number, number],
): Promise<DayBook> {
  // A deadline early in January looks back, and a holiday may be made up for in the next year.
  const first = Number(dateOfDay(from - 31).slice(0, 4));
  const last = Number(dateOfDay(to + 31).slice(0, 4));
  const years = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const library = (await Promise.all(years.map(deps.holidaysIn))).flat();
  const own = (await deps.store.holidays()).filter((row) => concerns(deps, scopes, row));
  return dayBook(library, own as readonly OwnDay[], years);
}

async function days(
  deps: CalendarDeps,
  scopes: readonly ScopeId[],
  fromDay: string,
  toDay: string,
): Promise<Result<DayList>> {
  const span = spanOf(fromDay, toDay, LONGEST_LIST);
  if (!span) return refuse("days-unreadable");
  const [from, to] = span;
  const book = await bookFor(deps, scopes, span);
  const items = book.notes
    .filter(({ date }) => date >= dateOfDay(from) && date < dateOfDay(to))
    .map(({ id, place, ...note }) => ({ ...note, id: id ?? null, place: place ?? null }));
  const dates = Array.from({ length: to - from }, (_, at) => dateOfDay(from + at));
  const all = (await deps.lunarOf(dates)).map((lunar, at) => ({
    date: dates[at] as StationDate,
    off: book.isOff(from + at),
    lunar: { ...lunar, text: lunarText(lunar) },
  }));
  return done({ items, days: all });
}

async function addHoliday(
  deps: CalendarDeps,
  by: Actor,
  given: HolidayNew,
): Promise<Result<HolidayView>> {
  if (!isDay(given.day)) return refuse("no-such-day");
  const row: HolidayTable = { id: deps.newId("d"), ...given, name: given.name.trim() };
  await deps.store.addHoliday(row);
  await deps.audit.record({ by, action: "holiday.create", subject: row.id, after: row });
  return done(row as HolidayView);
}

async function dropHoliday(
  deps: CalendarDeps,
  by: Actor,
  id: string,
): Promise<Result<HolidayView>> {
  const row = await deps.store.holiday(id);
  if (!row) return refuse("not-found");
  await deps.store.dropHoliday(id);
  await deps.audit.record({ by, action: "holiday.delete", subject: id, before: row });
  return done(row as HolidayView);
}

async function addCampaign(
  deps: CalendarDeps,
  by: Actor,
  given: CampaignNew,
): Promise<Result<CampaignView>> {
  if (!isDay(given.day)) return refuse("no-such-day");
  const id = given.id ?? deps.newId("dot");
  if (await deps.store.campaign(id)) return refuse("campaign-exists");
  const row: CampaignTable = {
    id,
    place: given.place,
    name: given.name.trim(),
    day: given.day,
    before: given.before ?? 14,
    after: given.after ?? 7,
    theme: given.theme ?? null,
  };
  await deps.store.addCampaign(row);
  await deps.audit.record({ by, action: "campaign.create", subject: id, after: row });
  return done(campaignView(deps, row, [row]));
}

async function changeCampaign(
  deps: CalendarDeps,
  by: Actor,
  id: string,
  given: CampaignChange,
): Promise<Result<CampaignView>> {
  const row = await deps.store.campaign(id);
  if (!row) return refuse("not-found");
  if (given.day !== undefined && !isDay(given.day)) return refuse("no-such-day");
  const change = defined(given);
  const after = { ...row, ...change };
  await deps.store.changeCampaign(id, change);
  await deps.audit.record({ by, action: "campaign.change", subject: id, before: row, after });
  return done(campaignView(deps, after, [after]));
}

async function dropCampaign(
  deps: CalendarDeps,
  by: Actor,
  id: string,
): Promise<Result<CampaignView>> {
  const row = await deps.store.campaign(id);
  if (!row) return refuse("not-found");
  await deps.store.dropCampaign(id);
  await deps.audit.record({ by, action: "campaign.delete", subject: id, before: row });
  return done(campaignView(deps, row, []));
}

function campaignView(
  deps: CalendarDeps,
  campaign: Campaign,
  own: readonly Campaign[],
  year?: number,
): CampaignView {
  const today = dayNumber(deps.clock.now());
  const dates = datesIn(campaign, year ?? Number(dateOfDay(today).slice(0, 4)), today);
  return {
    ...campaign,
    place: campaign.place as ScopeId,
    own: own.some(({ id }) => id === campaign.id),
    dates: dates ?? null,
  };
}
