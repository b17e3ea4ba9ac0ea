import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { type Sha256, Sha256Schema } from "../../contract/ids.ts";
import { answer, sendProblem } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import { spanOf } from "../http/range.ts";
import type { AudioFiles } from "../message/audio.ts";
import { refuse } from "../problems.ts";

export interface BoardRoutes {
  readonly files: AudioFiles;
  readonly document: (hash: Sha256) => Promise<string | undefined>;
}

const ByHash = Type.Object({ hash: Sha256Schema });
/** The address fixes the content, so whoever has it has it for ever. */
const FOREVER = "public, max-age=31536000, immutable";

/** What boards fetch. No log-in: a name is a hash that only a signed document tells, and what comes is checked against it. */
export const boardRoutes: FastifyPluginAsyncTypebox<BoardRoutes> = async (app, deps) => {
  app.get("/audio/sha256/:hash", { schema: { params: ByHash } }, async (request, reply) => {
    const { hash } = request.params;
    const size = await deps.files.size(hash);
    if (size === undefined) return answer(reply, refuse("not-found"));
    // No ETag and no If-Range: a board resumes by hash and offset alone.
    const span = spanOf(request.headers.range, size);
    reply.header("accept-ranges", "bytes");
    if (span === "outside") {
      reply.header("content-range", `bytes */${size}`);
      return sendProblem(reply, { code: "bad-range" });
    }
    const [first, last] = span === "whole" ? [0, size - 1] : [span.from, span.to];
    reply.header("cache-control", FOREVER);
    reply.header("content-type", "application/octet-stream");
    reply.header("content-length", last - first + 1);
    if (span !== "whole") {
      reply.code(206);
      reply.header("content-range", `bytes ${first}-${last}/${size}`);
    }
    return reply.send(bodyOf(deps.files.read(hash, { first, last })));
  });

  app.get("/documents/sha256/:hash", { schema: { params: ByHash } }, async (request, reply) => {
    const jws = await deps.document(request.params.hash);
    if (jws === undefined) return answer(reply, refuse("not-found"));
    reply.header("content-type", "application/jose; charset=utf-8");
    reply.header("cache-control", FOREVER);
    return reply.send(jws);
  });
};
