import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { placesFor } from "../access/access.ts";
import { type Asked, type Guard, partOf, personOf, placeInBody } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import {
  DeadlineList,
  DeadlineRuleList,
  DeadlineRuleNew,
  DeadlineRuleView,
  ReminderList,
  RowId,
  Span,
} from "./calendar-api.ts";
import type { Deadlines } from "./deadline.service.ts";
import type { Reminders } from "./reminder.service.ts";

export interface DeadlineRoutes {
  readonly deadlines: Deadlines;
  readonly reminders: Reminders;
  readonly guard: Guard;
}

export const deadlineRoutes: FastifyPluginAsyncTypebox<DeadlineRoutes> = async (
  app,
  { deadlines, reminders, guard },
) => {
  const read = guard("broadcast.read");
  const placesOf = (request: object) => placesFor(personOf(request), "broadcast.read");
  const ofRule = (request: Asked) => deadlines.placeOf(partOf(request.params, "id"));

  app.get(
    "/api/deadlines",
    { preHandler: read, schema: { querystring: Span, response: { 200: DeadlineList } } },
    async (request, reply) => {
      const { from, to } = request.query;
      return answer(reply, await deadlines.list(placesOf(request), from, to));
    },
  );
  app.get(
    "/api/reminders",
    { preHandler: read, schema: { response: { 200: ReminderList } } },
    async (request) => reminders.list(placesOf(request)),
  );
  app.get(
    "/api/deadline-rules",
    { preHandler: read, schema: { response: { 200: DeadlineRuleList } } },
    async (request) => ({ items: await deadlines.rules(placesOf(request)) }),
  );
  app.post(
    "/api/deadline-rules",
    {
      preHandler: guard("calendar.write", placeInBody),
      schema: { body: DeadlineRuleNew, response: { 201: DeadlineRuleView } },
    },
    async (request, reply) =>
      answer(reply, await deadlines.add(personOf(request), request.body), 201),
  );
  app.delete(
    "/api/deadline-rules/:id",
    {
      preHandler: guard("calendar.write", ofRule),
      schema: { params: RowId, response: { 200: DeadlineRuleView } },
    },
    async (request, reply) =>
      answer(reply, await deadlines.drop(personOf(request), request.params.id)),
  );
};
