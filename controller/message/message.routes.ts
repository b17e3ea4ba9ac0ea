import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { MessageIdSchema, type Sha256 } from "../../contract/ids.ts";
import { type Asked, type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { bodyOf, joined } from "../http/body.ts";
import { fileBytes, formParts } from "../http/form.ts";
import { spanOf } from "../http/range.ts";
import { checker } from "../http/validation.ts";
import { type Result, refuse } from "../problems.ts";
import { AUDIO_TYPE, type AudioFiles, type AudioPort } from "./audio.ts";
import type { Messages, Recording } from "./message.service.ts";
import {
  ApproveBody,
  MessageChange,
  MessageList,
  MessageNew,
  MessageQuery,
  MessageView,
  PreviewBody,
  PreviewView,
  RejectBody,
  ThemeList,
  VoiceList,
} from "./message-api.ts";
import { speak } from "./sound.service.ts";
import { themes } from "./themes.ts";

export interface MessageRoutes {
  readonly service: Messages;
  readonly guard: Guard;
  readonly audio: AudioPort;
  readonly files: AudioFiles;
  readonly base64: (bytes: Uint8Array) => string;
}

const ById = Type.Object({ id: MessageIdSchema });
const Form = Type.Object(
  {},
  { description: "the fields of the JSON body, and `file`: a recording" },
);
const checkNew = checker(MessageNew, "body");

export const messageRoutes: FastifyPluginAsyncTypebox<MessageRoutes> = async (
  app,
  { service, guard, audio, files, base64 },
) => {
  const ofMessage = (request: Asked) => service.placeOf((request.params as { id: string }).id);

  app.get(
    "/api/themes",
    { preHandler: guard("message.read"), schema: { response: { 200: ThemeList } } },
    async () => {
      const known = new Set(themes.map((theme) => theme.code));
      const own = (await service.ownThemes()).filter((code) => !known.has(code));
      return {
        items: [
          ...themes.map((theme) => ({ ...theme, own: false })),
          ...own.map((code) => ({ code, name: code.replaceAll("-", " "), about: "", own: true })),
        ],
      };
    },
  );

  app.get(
    "/api/voices",
    { preHandler: guard("message.read"), schema: { response: { 200: VoiceList } } },
    async () => ({
      items: (await audio.voices()).map(({ id, name, engine }) => ({
        id: `${engine}/${id}`,
        name,
      })),
    }),
  );

  app.post(
    "/api/speech/preview",
    {
      preHandler: guard("message.write"),
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: {
        summary: "How a text would be read, and how it would sound; nothing is saved",
        body: PreviewBody,
        response: { 200: PreviewView },
      },
    },
    async (request, reply) => {
      const { text, language = "vie", voice, rate } = request.body;
      const made = await speak(audio, { text, language, voice, rate });
      if (!made.ok) return answer(reply, made);
      const { spoken, spans, flags, notes, ...sound } = made.value;
      return reply.send({
        spoken,
        spans: [...spans],
        flags: [...flags],
        notes: [...notes],
        audio: {
          url: `/audio/sha256/${sound.sha256}`,
          sha256: sound.sha256 as Sha256,
          mime: AUDIO_TYPE,
          seconds: sound.seconds,
          bytes: sound.bytes,
          lufs: sound.lufs,
          truePeak: sound.truePeak,
          base64: base64(await whole(files.read(sound.sha256))),
        },
      });
    },
  );

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

  app.post(
    "/api/messages/:id/approve",
    {
      preHandler: guard("message.approve", ofMessage),
      schema: { params: ById, body: ApproveBody, response: { 200: MessageView } },
    },
    async (request, reply) => {
      const { contentHash } = request.body;
      return answer(
        reply,
        await service.approve(personOf(request), request.params.id, contentHash),
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
};

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
      if (part.value !== "")
        fields[part.fieldname] = part.fieldname === "rate" ? Number(part.value) : part.value;
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

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return joined(
    parts,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
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
