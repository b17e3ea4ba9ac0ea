import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { MessageIdSchema } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import { fileBytes, formParts } from "../http/form.ts";
import { spanOf } from "../http/range.ts";
import { checker } from "../http/validation.ts";
import { type Result, refuse } from "../problems.ts";
import { AUDIO_TYPE, type AudioFiles } from "./audio.ts";
import type { Messages, Recording } from "./message.service.ts";
import {
  ApproveBody,
  MessageChange,
  MessageHistory,
  MessageList,
  MessageNew,
  MessageQuery,
  MessageView,
  RejectBody,
} from "./message-api.ts";

export interface MessageRoutes {
  readonly service: Messages;
  readonly guard: Guard;
  readonly files: AudioFiles;
}

const ById = Type.Object({ id: MessageIdSchema });
const Form = Type.Object(
  {},
  { description: "the fields of the JSON body, and `file`: a recording" },
);
const checkNew = checker(MessageNew, "body");

export const messageRoutes: FastifyPluginAsyncTypebox<MessageRoutes> = async (
  app,
  { service, guard, files },
) => {
  const ofMessage = (request: Asked) => service.placeOf(partOf(request.params, "id"));

  app.get(
    "/api/messages",
    {
      preHandler: guard("message.read"),
      schema: { querystring: MessageQuery, response: { 200: MessageList } },
    },
    async (request) => service.list(personOf(request), request.query),
  );

  app.post(
    "/api/messages",
    {
      preHandler: guard("message.write"),
      schema: {
        summary: "A message from words (JSON), or with a recording (form)",
        body: {
          content: {
            "application/json": { schema: MessageNew },
            "multipart/form-data": { schema: Form },
          },
        },
        response: { 201: MessageView },
      },
    },
    async (request, reply) => {
      const made = request.isMultipart()
        ? await fromForm(request, service)
        : await fromFields(request, service, request.body as object);
      return answer(reply, made, 201);
    },
  );

  app.get(
    "/api/messages/:id",
    {
      preHandler: guard("message.read"),
      schema: { params: ById, response: { 200: MessageView } },
    },
    async (request, reply) =>
      answer(reply, await service.one(personOf(request), request.params.id)),
  );

  app.get(
    "/api/messages/:id/history",
    {
      preHandler: guard("message.read"),
      schema: {
        summary: "What it was before, and how often it is used",
        params: ById,
        response: { 200: MessageHistory },
      },
    },
    async (request, reply) =>
      answer(reply, await service.history(personOf(request), request.params.id)),
  );

  app.get(
    "/api/messages/:id/audio",
    { preHandler: guard("message.read"), schema: { params: ById } },
    async (request, reply) => {
      const found = await service.one(personOf(request), request.params.id);
      if (!found.ok) return answer(reply, found);
      return sendSound(request, reply as never, found.value.sha256, files);
    },
  );

  app.patch(
    "/api/messages/:id",
    {
      preHandler: guard("message.write", ofMessage),
      schema: {
        summary: "Change one's own message; whatever was decided about it is void",
        params: ById,
        body: MessageChange,
        response: { 200: MessageView },
      },
    },
    async (request, reply) =>
      answer(reply, await service.change(personOf(request), request.params.id, request.body)),
  );

  decisionRoutes(app, service, guard);
};

/** Somebody else than the author decides. */
function decisionRoutes(
  app: Parameters<FastifyPluginAsyncTypebox>[0],
  service: Messages,
  guard: Guard,
): void {
  const ofMessage = (request: Asked) => service.placeOf(partOf(request.params, "id"));

  app.post(
    "/api/messages/:id/approve",
    {
      preHandler: guard("message.approve", ofMessage),
      schema: { params: ById, body: ApproveBody, response: { 200: MessageView } },
    },
    async (request, reply) => {
      const { contentHash, override } = request.body;
      return answer(
        reply,
        await service.approve(personOf(request), request.params.id, contentHash, override),
      );
    },
  );

  app.post(
    "/api/messages/:id/reject",
    {
      preHandler: guard("message.approve", ofMessage),
      schema: { params: ById, body: RejectBody, response: { 200: MessageView } },
    },
    async (request, reply) =>
      answer(
        reply,
        await service.reject(personOf(request), request.params.id, request.body.reason),
      ),
  );
}

async function fromFields(
  request: FastifyRequest,
  service: Messages,
  fields: object,
  recording?: Recording,
): Promise<Result<MessageView>> {
  const checked = checkNew(fields);
  if ("error" in checked) throw checked.error;
  return service.create(personOf(request), checked.value as MessageNew, recording);
}

/**
 * Fields before the file are read first; the file then streams straight into the library, never whole into memory. Browsers
 * send a form in its order, so `file` stands last.
 */
async function fromForm(request: FastifyRequest, service: Messages): Promise<Result<MessageView>> {
  const fields: Record<string, unknown> = {};
  for await (const part of formParts(request)) {
    if (part.type === "field") {
      if (part.value !== "") fields[part.fieldname] = fromText(part.fieldname, part.value);
      continue;
    }
    if (part.fieldname !== "file")
      return refuse("invalid-input", {
        errors: [{ field: part.fieldname, vi: "Tệp phải nằm trong ô file." }],
      });
    const recording = { file: fileBytes(request, part.file), filename: part.filename };
    return fromFields(request, service, fields, recording);
  }
  return fromFields(request, service, fields);
}

/** A form carries words only; what is no JSON stays a word, and the schema refuses it. */
function fromText(field: string, value: unknown): unknown {
  if (field === "rate" || field === "pause") return Number(value);
  if (field !== "rights") return value;
  try {
    return JSON.parse(String(value));
  } catch {
    return value;
  }
}

async function sendSound(
  request: FastifyRequest,
  reply: FastifyReply,
  sha256: string | null,
  files: AudioFiles,
): Promise<unknown> {
  const size = sha256 === null ? undefined : await files.size(sha256);
  if (sha256 === null || size === undefined) return answer(reply, refuse("no-audio"));
  reply.header("etag", `"${sha256}"`).header("accept-ranges", "bytes");
  reply.header("cache-control", "private, no-cache");
  if (request.headers["if-none-match"] === `"${sha256}"`) return reply.code(304).send();
  const span = spanOf(request.headers.range, size);
  if (span === "outside") {
    reply.header("content-range", `bytes */${size}`);
    return answer(reply, refuse("bad-range"));
  }
  reply.type(AUDIO_TYPE);
  if (span === "whole")
    return reply.header("content-length", size).send(bodyOf(files.read(sha256)));
  reply.code(206).header("content-range", `bytes ${span.from}-${span.to}/${size}`);
  reply.header("content-length", span.to - span.from + 1);
  return reply.send(bodyOf(files.read(sha256, { first: span.from, last: span.to })));
}
