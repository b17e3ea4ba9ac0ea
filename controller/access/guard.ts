import type { ScopeId } from "../../contract/ids.ts";
import { PROBLEM_TYPE, type ProblemCode, problemOf } from "../problems.ts";
import { type Action, type Actor, may, mayAnywhere, type ParentOf } from "./access.ts";

/** What the guard reads of a request; Fastify's fits. */
export interface Asked {
  readonly id: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** What the guard needs of a reply; Fastify's fits. */
export interface Answering {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(...body: never[]): unknown;
}

/** Where the thing happens, in each of several places or in one; `undefined` = there is no such thing, which is answered with 404. */
export type PlaceOf = (request: Asked) => Where | Promise<Where>;
type Where = ScopeId | readonly ScopeId[] | undefined;

/** A text in the path or the body of a request; the route's schema was checked before its guard asks. */
export const partOf = (of: unknown, name: string): string =>
  (of as Readonly<Record<string, string>>)[name] as string;

/** Where a new thing shall be, for routes whose body names its place. */
export const placeInBody = (request: Asked): ScopeId => partOf(request.body, "place") as ScopeId;

/** A Fastify `preHandler`. Without `placeOf` the right is needed somewhere, and the service looks at the places. */
export type Guard = (action: Action, placeOf?: PlaceOf) => PreHandler;

/** Fastify's `preHandler`. Typed loosely: comparing its own types anew in each route file made every compile half a minute longer. */
export type PreHandler = (request: unknown, reply: unknown) => Promise<unknown>;

const actors = new WeakMap<object, Actor>();

/** Ties the person behind a request's token to the request; the server does it before anything else is read. */
export const rememberPerson = (request: object, actor: Actor): void => {
  actors.set(request, actor);
};

/** The person behind a request, or nobody. */
export const personIfAny = (request: object): Actor | undefined => actors.get(request);

/** The person behind a guarded request. On a route that nobody guards this is a bug. */
export function personOf(request: object): Actor {
  const actor = actors.get(request);
  if (!actor) throw new Error("the route has no guard");
  return actor;
}

export const makeGuard =
  (parentOf: ParentOf): Guard =>
  (action, placeOf) =>
  async (asked, answering) => {
    const [request, reply] = [asked as Asked, answering as Answering];
    const actor = personIfAny(request);
    if (!actor) return deny(request, reply, "not-logged-in");
    if (!mayAnywhere(actor, action)) return deny(request, reply, "not-allowed");
    if (!placeOf) return undefined;
    const place = await placeOf(request);
    if (place === undefined) return deny(request, reply, "not-found");
    const places = typeof place === "string" ? [place] : place;
    const everywhere = places.every((one) => may(actor, action, one, parentOf));
    return everywhere ? undefined : deny(request, reply, "not-allowed");
  };

function deny(request: Asked, reply: Answering, code: ProblemCode): unknown {
  const problem = problemOf({ code }, request.id);
  reply.code(problem.status);
  reply.header("content-type", PROBLEM_TYPE);
  if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="vangxa"');
  reply.send(problem as never);
  return reply;
}
