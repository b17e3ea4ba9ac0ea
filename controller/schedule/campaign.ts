import { dateOfDay, dayOfDate, type StationDate } from "../../contract/station-time.ts";

/** Đợt cao điểm: a day and the weeks around it. `day`: `05-18` each year, or `2026-05-18` once. */
export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly day: string;
  /** Days before and after that belong to it. */
  readonly before: number;
  readonly after: number;
  /** The theme that its messages usually have. */
  readonly theme: string | null;
  /** The scope that it is for. */
  readonly place: string;
}

/** The three days of Programme 1169; a unit adds its own, or shapes these with a row of the same id. */
export const nationalCampaigns: readonly Campaign[] = [
  {
    id: "khcn-18-5",
    name: "Ngày Khoa học, Công nghệ Việt Nam 18/5",
    day: "05-18",
    before: 14,
    after: 7,
    theme: "ngay-khcn-18-5",
    place: "centre",
  },
  {
    id: "dmst-1-10",
    name: "Ngày Đổi mới sáng tạo Quốc gia 1/10",
    day: "10-01",
    before: 14,
    after: 7,
    theme: "ngay-dmst-1-10",
    place: "centre",
  },
  {
    id: "cds-10-10",
    name: "Ngày Chuyển đổi số Quốc gia 10/10",
    day: "10-10",
    before: 14,
    after: 7,
    theme: "ngay-cds-10-10",
    place: "centre",
  },
];

/** People's own rows, and the national ones that none of them reshapes. */
export function allCampaigns(own: readonly Campaign[]): Campaign[] {
  const shaped = new Set(own.map(({ id }) => id));
  return [...nationalCampaigns.filter(({ id }) => !shaped.has(id)), ...own];
}

export interface CampaignDates {
  readonly day: StationDate;
  readonly from: StationDate;
  /** The last day, inclusive. */
  readonly to: StationDate;
  /** Days until the day itself; negative when it is over. */
  readonly countdown: number;
}

/** When a campaign is in a year; `undefined` when it is not in that year at all. */
export function datesIn(
  campaign: Campaign,
  year: number,
  today: number,
): CampaignDates | undefined {
  const once = campaign.day.length === 10;
  const date = once ? campaign.day : `${year}-${campaign.day}`;
  const day = date.startsWith(`${year}-`) ? dayOfDate(date) : undefined;
  if (day === undefined) return undefined;
  return {
    day: dateOfDay(day),
    from: dateOfDay(day - campaign.before),
    to: dateOfDay(day + campaign.after),
    countdown: day - today,
  };
}

/** `05-18` or `2026-05-18`; 29/2 is a day too. */
export const isDay = (day: string): boolean =>
  dayOfDate(day.length === 5 ? `2024-${day}` : day) !== undefined;
