import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { placesFor } from "../access/access.ts";
import { type Asked, type Guard, partOf, personOf, placeInBody } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Calendar } from "./calendar.service.ts";
import {
  CampaignChange,
  CampaignList,
  CampaignNew,
  CampaignView,
  DayList,
  HolidayNew,
  HolidayView,
  RowId,
  Span,
  YearQuery,
} from "./calendar-api.ts";

export interface CalendarRoutes {
  readonly calendar: Calendar;
  readonly guard: Guard;
}

const idOf = (request: Asked) => partOf(request.params, "id");
const placesOf = (request: object) => placesFor(personOf(request), "broadcast.read");

/** Days: lunar dates and holidays. */
export const calendarRoutes: FastifyPluginAsyncTypebox<CalendarRoutes> = async (
  app,
  { calendar, guard },
) => {
  const read = guard("broadcast.read");
  app.get(
    "/api/holidays",
    { preHandler: read, schema: { querystring: Span, response: { 200: DayList } } },
    async (request, reply) =>
      answer(reply, await calendar.days(placesOf(request), request.query.from, request.query.to)),
  );
  app.post(
    "/api/holidays",
    {
      preHandler: guard("calendar.write", placeInBody),
      schema: { body: HolidayNew, response: { 201: HolidayView } },
    },
    async (request, reply) =>
      answer(reply, await calendar.addHoliday(personOf(request), request.body), 201),
  );
  app.delete(
    "/api/holidays/:id",
    {
      preHandler: guard("calendar.write", (request) => calendar.placeOfHoliday(idOf(request))),
      schema: { params: RowId, response: { 200: HolidayView } },
    },
    async (request, reply) =>
      answer(reply, await calendar.dropHoliday(personOf(request), request.params.id)),
  );
};

export const campaignRoutes: FastifyPluginAsyncTypebox<CalendarRoutes> = async (
  app,
  { calendar, guard },
) => {
  const ofCampaign = (request: Asked) => calendar.placeOfCampaign(idOf(request));
  app.get(
    "/api/campaigns",
    {
      preHandler: guard("broadcast.read"),
      schema: { querystring: YearQuery, response: { 200: CampaignList } },
    },
    async (request) => ({
      items: await calendar.campaigns(placesOf(request), request.query.year),
    }),
  );
  app.post(
    "/api/campaigns",
    {
      preHandler: guard("calendar.write", placeInBody),
      schema: { body: CampaignNew, response: { 201: CampaignView } },
    },
    async (request, reply) =>
      answer(reply, await calendar.addCampaign(personOf(request), request.body), 201),
  );
  app.patch(
    "/api/campaigns/:id",
    {
      preHandler: guard("calendar.write", ofCampaign),
      schema: { params: RowId, body: CampaignChange, response: { 200: CampaignView } },
    },
    async (request, reply) =>
      answer(
        reply,
        await calendar.changeCampaign(personOf(request), request.params.id, request.body),
      ),
  );
  app.delete(
    "/api/campaigns/:id",
    {
      preHandler: guard("calendar.write", ofCampaign),
      schema: { params: RowId, response: { 200: CampaignView } },
    },
    async (request, reply) =>
      answer(reply, await calendar.dropCampaign(personOf(request), request.params.id)),
  );
};
