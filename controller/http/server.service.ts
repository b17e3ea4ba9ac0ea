import cookies from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import type { Clock, Timers } from "../../contract/time.ts";
import type { Actor } from "../access/access.ts";
import { rememberPerson } from "../access/guard.ts";
import type { Log } from "../log.ts";
import { sendProblem } from "./answer.ts";
import { refusalOf, socketAnswer } from "./errors.ts";
import { type KnownRoute, methodsOf } from "./known-routes.ts";
import { isTooDeep, LARGEST_BODY, LONGEST_ADDRESS, parseQuery } from "./limits.ts";
import { describeRoute, openApi } from "./open-api.ts";
import { isForeign } from "./origin.ts";
import { watchBodies } from "./patience.ts";
import { Refused } from "./refused.ts";
import { tokenOf } from "./token.ts";
import { checker } from "./validation.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Needs no log-in. Everything else under /api/ does. */
    readonly open?: boolean;
  }
}

/** Counts and times of answered requests. */
export interface Observe {
  observe(method: string, route: string, status: number, seconds: number): void;
}

export interface ServerDeps {
  readonly log: Log;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newId: (prefix: string) => string;
  readonly actorOf: (token: string, address: string) => Promise<Actor | undefined>;
  readonly metrics: Observe;
  readonly version: string;
  /** Addresses of reverse proxies whose X-Forwarded headers count; none by default. */
  readonly trustProxy: readonly string[];
  /** Requests a minute from one address. */
  readonly perMinute: number;
}

/** One concept's routes. */
export type Plug = (app: FastifyInstance) => unknown;

export interface Server {
  readonly app: FastifyInstance;
  readonly routes: readonly KnownRoute[];
}

/** Bytes of one WebSocket message: a second of sound is a tenth of it. */
const LARGEST_MESSAGE = 65_536;
const BROKEN_QUERY = Object.freeze({});

/** A server with every limit, header and check, and the routes that are plugged in. It listens when told to. */
export async function createServer(deps: ServerDeps, plugs: readonly Plug[]): Promise<Server> {
  const app = Fastify({
    logger: false,
    bodyLimit: LARGEST_BODY,
    // Slow-loris limits: idle sockets, slow headers, and (patience.ts) slow bodies.
    connectionTimeout: 5_000,
    requestTimeout: 300_000,
    keepAliveTimeout: 5_000,
    http: { headersTimeout: 6_000, connectionsCheckingInterval: 1_000 },
    forceCloseConnections: true,
    maxRequestsPerSocket: 10_000,
    routerOptions: {
      maxParamLength: 100,
      querystringParser: (text) => parseQuery(text) ?? (BROKEN_QUERY as Record<string, string>),
    },
    trustProxy: deps.trustProxy.length > 0 ? [...deps.trustProxy] : false,
    genReqId: () => deps.newId("r"),
    frameworkErrors: (error, request, reply) =>
      sendProblem(reply, refusalOf(error, request.id, deps.log)),
    clientErrorHandler: (error, socket) => {
      if (socket.writable) socket.write(socketAnswer(error.code));
      socket.destroy();
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  const routes: KnownRoute[] = [];
  app.addHook("onRoute", (route) => {
    const schema = route.schema as KnownRoute["schema"];
    for (const method of [route.method].flat()) routes.push({ method, url: route.url, schema });
    describeRoute(route);
  });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    checker(schema as TSchema, httpPart ?? "body"),
  );
  // What a route sends is what the web app gets: a schema must not drop a field in silence.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  setUpErrors(app, deps, routes);
  readJson(app);
  await app.register(cookies);
  await app.register(helmet, headers);
  await app.register(multipart, uploads);
  await app.register(websocket, { options: { maxPayload: LARGEST_MESSAGE } });
  await app.register(swagger, openApi(deps.version));
  checkEachRequest(app, deps);
  await app.register(rateLimit, limits(deps.perMinute));
  watchBodies(app, deps.timers);
  observe(app, deps);
  for (const plug of plugs) await plug(app as unknown as FastifyInstance);
  return { app: app as unknown as FastifyInstance, routes };
}

const headers = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      mediaSrc: ["'self'", "blob:"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
    },
  },
  referrerPolicy: { policy: "no-referrer" },
  xFrameOptions: { action: "deny" },
} as const;

const uploads = {
  limits: { fileSize: 200 * 1_048_576, files: 1, fields: 30, fieldSize: 200_000, parts: 31 },
} as const;

const limits = (perMinute: number) => ({
  max: perMinute,
  timeWindow: 60_000,
  // A whole IPv6 /64 is one household.
  keyGenerator: (request: FastifyRequest) =>
    request.ip.includes(":") ? request.ip.split(":").slice(0, 4).join(":") : request.ip,
  errorResponseBuilder: () => new Refused({ code: "too-many-requests" }),
});

function setUpErrors(app: FastifyInstance, deps: ServerDeps, routes: readonly KnownRoute[]): void {
  app.setErrorHandler((error, request, reply) =>
    sendProblem(reply, refusalOf(error, request.id, deps.log)),
  );
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const allowed = methodsOf(routes, path);
    if (allowed.length === 0) return sendProblem(reply, { code: "not-found" });
    reply.header("allow", allowed.join(", "));
    return sendProblem(reply, { code: "method-not-allowed" });
  });
}

function readJson(app: FastifyInstance): void {
  app.removeContentTypeParser(["application/json", "text/plain"]);
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else if (isTooDeep(String(body))) done(new Refused({ code: "too-deep" }));
    else void parse(request, String(body), done);
  });
  // A change without a body is an empty one: the schema then names what is missing.
  app.addHook("preValidation", async (request) => {
    if (request.routeOptions.schema?.body && request.body == null) request.body = {};
  });
}

/** Before anything of a request is believed: its address, where it came from, who it is. */
function checkEachRequest(app: FastifyInstance, deps: ServerDeps): void {
  app.addHook("onRequest", async (request, reply) => {
    if (request.url.length > LONGEST_ADDRESS)
      return sendProblem(reply, { code: "address-too-long" });
    if (request.query === BROKEN_QUERY) return sendProblem(reply, { code: "too-many-parameters" });
    const token = tokenOf(request);
    const from = {
      method: request.method,
      host: request.host,
      origin: request.headers.origin,
      site: request.headers["sec-fetch-site"] as string | undefined,
      bearer: token?.from === "bearer",
    };
    if (isForeign(from)) return sendProblem(reply, { code: "bad-origin" });
    const actor = token && (await deps.actorOf(token.value, request.ip));
    if (actor) rememberPerson(request, actor);
    const needed = request.url.startsWith("/api/") && !request.routeOptions.config.open;
    if (needed && !actor && !request.is404) {
      reply.header("www-authenticate", 'Bearer realm="vangxa"');
      return sendProblem(reply, { code: "not-logged-in" });
    }
    return undefined;
  });
  app.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    reply.header("permissions-policy", "camera=(self), microphone=(self), geolocation=(self)");
  });
}

function observe(app: FastifyInstance, { log, metrics }: ServerDeps): void {
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "(unknown)";
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1_000);
    const fields = {
      request: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    if (request.method === "GET" && reply.statusCode < 400) log.debug(fields, "answered");
    else log.info(fields, "answered");
  });
}
