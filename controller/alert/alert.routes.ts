import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { placesFor } from "../access/access.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { refuse } from "../problems.ts";
import type { Alerts } from "./alert.service.ts";
import { AirBody, AlertId, AlertList, AlertQuery, AlertView, DismissBody } from "./alert-api.ts";
import { LARGEST_XML } from "./xml.ts";

export interface AlertRoutes {
  readonly alerts: Alerts;
  readonly guard: Guard;
}

export const CAP_TYPE = "application/cap+xml; charset=utf-8";
/** A detached JWS over the body, for senders that have a trusted key and no account. */
const SIGNATURE = "vangxa-signature";

export const alertRoutes: FastifyPluginAsyncTypebox<AlertRoutes> = async (
  app,
  { alerts, guard },
) => {
  // Bytes as they came: the signature is over them, and no parser may see them before the limits did.
  app.addContentTypeParser(
    ["application/cap+xml", "application/xml", "text/xml"],
    { parseAs: "buffer", bodyLimit: LARGEST_XML },
    (_request, body, done) => done(null, body),
  );
  const person = guard("alert.write");
  const personOrKey = (request: unknown, reply: unknown): Promise<unknown> =>
    typeof (request as Asked).headers[SIGNATURE] === "string"
      ? Promise.resolve(undefined)
      : person(request, reply);

  app.post(
    "/api/alerts",
    {
      preHandler: personOrKey,
      config: { open: true },
      schema: {
        summary: "A CAP 1.2 alert (application/cap+xml); it becomes a proposal",
        description:
          "Log-in with the right to hand in alerts, or the header Vangxa-Signature: a detached JWS (EdDSA, typ vangxa-alert+jws) over the body.",
        response: { 200: AlertView, 201: AlertView },
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (!(body instanceof Uint8Array)) return answer(reply, refuse("unsupported-media"));
      const signature = request.headers[SIGNATURE];
      const taken =
        typeof signature === "string"
          ? await alerts.takeSigned(signature, body, request.ip)
          : await alerts.take(personOf(request), body);
      if (!taken.ok) return answer(reply, taken);
      return reply.code(taken.value.created ? 201 : 200).send(taken.value.view);
    },
  );

  app.get(
    "/api/alerts",
    {
      preHandler: guard("alert.read"),
      schema: { querystring: AlertQuery, response: { 200: AlertList } },
    },
    async (request) => {
      const mine = placesFor(personOf(request), "alert.read");
      return { items: await alerts.list(mine, request.query.state === "open") };
    },
  );

  app.get(
    "/api/alerts/:id",
    {
      preHandler: guard("alert.read"),
      schema: { params: AlertId, response: { 200: AlertView } },
    },
    async (request, reply) => {
      const mine = placesFor(personOf(request), "alert.read");
      return answer(reply, await alerts.one(mine, request.params.id));
    },
  );

  app.get(
    "/api/alerts/:id.xml",
    {
      preHandler: guard("alert.read"),
      schema: { summary: "The alert exactly as it was sent", params: AlertId },
    },
    async (request, reply) => {
      const mine = placesFor(personOf(request), "alert.read");
      const found = await alerts.original(mine, request.params.id);
      return found.ok ? reply.type(CAP_TYPE).send(found.value) : answer(reply, found);
    },
  );
};

/** What people decide about an alert. */
export const decisionRoutes: FastifyPluginAsyncTypebox<AlertRoutes> = async (
  app,
  { alerts, guard },
) => {
  const ofAlert = (request: Asked) => alerts.placeOf(partOf(request.params, "id"));

  app.post(
    "/api/alerts/:id/air",
    {
      preHandler: guard("emergency.approve", ofAlert),
      schema: {
        summary: "One more person says yes; the second puts it on air",
        params: AlertId,
        body: AirBody,
        response: { 200: AlertView },
      },
    },
    async (request, reply) => {
      const { messageIds } = request.body;
      return answer(reply, await alerts.air(personOf(request), request.params.id, messageIds));
    },
  );

  app.post(
    "/api/alerts/:id/dismiss",
    {
      preHandler: guard("emergency.approve", ofAlert),
      schema: { params: AlertId, body: DismissBody, response: { 200: AlertView } },
    },
    async (request, reply) =>
      answer(
        reply,
        await alerts.dismiss(personOf(request), request.params.id, request.body.reason),
      ),
  );
};
