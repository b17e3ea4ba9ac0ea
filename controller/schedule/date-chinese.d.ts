// The library's own types are not where its package says; this is the part that we use.
declare module "date-chinese" {
  export class CalendarVietnamese {
    fromGregorian(year: number, month: number, day: number): this;
    /** Cycle, year of the cycle, month, leap, day. */
    get(): (number | boolean)[];
  }
}
