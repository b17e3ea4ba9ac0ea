import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Cancel, minutes, seconds, type Timers } from "../../contract/time.ts";

/** A body that is not an upload arrives whole within this time or its socket is closed. */
const BODY = seconds(8);
/** A refused upload of somebody who is logged in is read into nothing for so long, or its reason would be lost. */
const REFUSED_UPLOAD = seconds(20);
/** Work that takes long without a byte on the wire: making speech. */
const WORK = minutes(5);

/**
 * Node has one limit for a whole request, which would cut honest uploads of large files on slow lines. So that limit is wide
 * and short bodies are watched here; an upload only has to keep moving (Fastify's connectionTimeout).
 */
export function watchBodies(app: FastifyInstance, timers: Timers): void {
  const waiting = new WeakMap<FastifyRequest, Cancel>();
  const arrived = (request: FastifyRequest): void => waiting.get(request)?.();
  app.addHook("onRequest", async (request) => {
    const { headers } = request.raw;
    const sends =
      headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
    if (!sends || isUpload(request)) return;
    waiting.set(
      request,
      timers.after(BODY, "slow body", () => request.raw.destroy()),
    );
  });
  app.addHook("preHandler", async (request) => {
    arrived(request);
    if (!isUpload(request)) request.raw.socket.setTimeout?.(WORK);
  });
  app.addHook("onRequestAbort", async (request) => arrived(request));
  app.addHook("onResponse", async (request, reply) => {
    arrived(request);
    const { raw } = request;
    if (raw.complete) return;
    // Answered before all of it came. What was on its way is read into nothing: a socket that is cut with unread bytes would
    // take the answer with it, or the sender's next request.
    raw.unpipe();
    raw.resume();
    const isKnown = isUpload(request) && ![401, 403, 429].includes(reply.statusCode);
    const wait = isKnown ? REFUSED_UPLOAD : seconds(1);
    timers.after(wait, "unread body", () => raw.complete || raw.destroy());
  });
}

const isUpload = (request: FastifyRequest): boolean =>
  request.headers["content-type"]?.startsWith("multipart/form-data") ?? false;

/** An upload is in: from here the socket may be silent while the work is done. */
export const uploadArrived = (request: FastifyRequest): void => {
  request.raw.socket.setTimeout?.(WORK);
};
