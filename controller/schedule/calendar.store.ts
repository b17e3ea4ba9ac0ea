import type { Kysely } from "kysely";
import type { CampaignTable, DeadlineRuleTable, HolidayTable } from "../store/calendar-tables.ts";
import type { Tables } from "../store/tables.ts";

export interface CalendarStore {
  holidays(): Promise<readonly HolidayTable[]>;
  holiday(id: string): Promise<HolidayTable | undefined>;
  addHoliday(row: HolidayTable): Promise<void>;
  dropHoliday(id: string): Promise<void>;
  deadlines(): Promise<readonly DeadlineRuleTable[]>;
  deadline(id: string): Promise<DeadlineRuleTable | undefined>;
  addDeadline(row: DeadlineRuleTable): Promise<void>;
  dropDeadline(id: string): Promise<void>;
  campaigns(): Promise<readonly CampaignTable[]>;
  campaign(id: string): Promise<CampaignTable | undefined>;
  addCampaign(row: CampaignTable): Promise<void>;
  changeCampaign(id: string, change: Partial<CampaignTable>): Promise<void>;
  dropCampaign(id: string): Promise<void>;
}

export const calendarStore = (db: Kysely<Tables>): CalendarStore => ({
  holidays: () => db.selectFrom("holiday").selectAll().orderBy("day").orderBy("id").execute(),
  holiday: (id) => db.selectFrom("holiday").selectAll().where("id", "=", id).executeTakeFirst(),
  addHoliday: async (row) => {
    await db.insertInto("holiday").values(row).execute();
  },
  dropHoliday: async (id) => {
    await db.deleteFrom("holiday").where("id", "=", id).execute();
  },
  deadlines: () => db.selectFrom("deadline_rule").selectAll().orderBy("id").execute(),
  deadline: (id) =>
    db.selectFrom("deadline_rule").selectAll().where("id", "=", id).executeTakeFirst(),
  addDeadline: async (row) => {
    await db.insertInto("deadline_rule").values(row).execute();
  },
  dropDeadline: async (id) => {
    await db.deleteFrom("deadline_rule").where("id", "=", id).execute();
  },
  campaigns: () => db.selectFrom("campaign").selectAll().orderBy("day").orderBy("id").execute(),
  campaign: (id) => db.selectFrom("campaign").selectAll().where("id", "=", id).executeTakeFirst(),
  addCampaign: async (row) => {
    await db.insertInto("campaign").values(row).execute();
  },
  changeCampaign: async (id, change) => {
    await db.updateTable("campaign").set(change).where("id", "=", id).execute();
  },
  dropCampaign: async (id) => {
    await db.deleteFrom("campaign").where("id", "=", id).execute();
  },
});
