import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Sha256 } from "../../contract/ids.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import { bodyOf, joined } from "../http/body.ts";
import { problemOf } from "../problems.ts";
import { AUDIO_TYPE, type AudioFiles, type AudioPort, type SpeechMade } from "./audio.ts";
import type { Lexicon } from "./lexicon.service.ts";
import { PreviewBody, PreviewView, ThemeList, VoiceList } from "./message-api.ts";
import { LINES_TYPE, progressLines } from "./progress-lines.ts";
import type { MessageReading } from "./reading.service.ts";
import { speak } from "./sound.service.ts";
import { themes } from "./themes.ts";

export interface SpeechRoutes {
  readonly service: Pick<MessageReading, "ownThemes">;
  readonly lexicon: Pick<Lexicon, "of" | "home">;
  readonly guard: Guard;
  readonly audio: AudioPort;
  readonly files: AudioFiles;
  readonly base64: (bytes: Uint8Array) => string;
}

/** What a writer chooses from, and how a text would sound. */
export const speechRoutes: FastifyPluginAsyncTypebox<SpeechRoutes> = async (
  app,
  { service, lexicon, guard, audio, files, base64 },
) => {
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
        summary:
          "How a text would be read, and how it would sound; nothing is saved. Accept: application/x-ndjson tells lines {stage, done} meanwhile, then {preview} or {problem}",
        body: PreviewBody,
        response: { 200: PreviewView },
      },
    },
    async (request, reply) => {
      const { text, language = "vie", voice, rate, pause, chime } = request.body;
      const wish = { text, language, voice, rate, pause, chime };
      const place = request.body.place ?? lexicon.home(personOf(request));
      const terms = await lexicon.of(place);
      if (!(request.headers.accept ?? "").includes(LINES_TYPE)) {
        const made = await speak(audio, wish, terms);
        if (!made.ok) return answer(reply, made);
        return reply.send(await previewOf(made.value));
      }
      reply.header("content-type", LINES_TYPE);
      const lines = progressLines(async (progress) => {
        const made = await speak(audio, wish, terms, progress);
        if (!made.ok) return { problem: problemOf(made, request.id) };
        return { preview: await previewOf(made.value) };
      });
      return reply.send(bodyOf(lines) as never);
    },
  );

  async function previewOf(made: SpeechMade): Promise<PreviewView> {
    const { spoken, spans, flags, notes, sha256, seconds, bytes, lufs, truePeak } = made;
    return {
      ...{ spoken, spans: [...spans], flags: [...flags], notes: [...notes] },
      audio: {
        ...{ url: `/audio/sha256/${sha256}`, sha256: sha256 as Sha256, mime: AUDIO_TYPE },
        ...{ seconds, bytes, lufs, truePeak },
        base64: base64(await whole(files.read(sha256))),
      },
    };
  }
};

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return joined(
    parts,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
}
