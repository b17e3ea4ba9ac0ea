import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "./answer.ts";
import { appPaths, type WebFile, type WebFiles } from "./web-files.ts";

const YEAR = "public, max-age=31536000, immutable";
// Asked again each time, so that an update of the controller is seen at once; mostly a 304.
const ASK = "no-cache";

/** The web app: one page for all its addresses, and the files that it needs. Nothing of it is secret. */
export const webRoutes: FastifyPluginAsyncTypebox<{ files: WebFiles }> = async (app, { files }) => {
  const hidden = { config: { open: true, rateLimit: false }, schema: { hide: true } } as const;
  const shell = async (request: FastifyRequest, reply: FastifyReply) => {
    const page = files.get("/index.html");
    return page ? send(request, reply, page) : sendProblem(reply, { code: "web-not-built" });
  };
  for (const path of appPaths) app.get(path, hidden, shell);
  for (const path of ["/assets/:file", "/sw.js", "/icon.svg", "/app.webmanifest"]) {
    app.get(path, hidden, async (request, reply) => {
      const file = files.get(request.url.split("?", 1)[0] ?? "");
      return file ? send(request, reply, file) : sendProblem(reply, { code: "not-found" });
    });
  }
};

async function send(request: FastifyRequest, reply: FastifyReply, file: WebFile) {
  reply.header("etag", file.etag).header("vary", "accept-encoding");
  reply.header("cache-control", file.immutable ? YEAR : ASK);
  if (request.headers["if-none-match"] === file.etag) return reply.code(304).send();
  const { bytes, coding } = await file.body(String(request.headers["accept-encoding"] ?? ""));
  if (coding !== undefined) reply.header("content-encoding", coding);
  return reply.type(file.type).send(Buffer.from(bytes));
}
