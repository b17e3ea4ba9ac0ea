import { PROBLEM_TYPE, type ProblemCode, problemOf, type Refusal } from "../problems.ts";

/** What is needed of a Fastify reply, whatever its route's schema. */
export interface Replying {
  readonly request: { readonly id: string };
  code(status: number): unknown;
  header(name: string, value: string | number): unknown;
  send(...body: never[]): unknown;
}

/** Sends the value of a result with its status, or its refusal as problem+json. */
export function answer<T>(
  reply: Replying,
  result: { readonly ok: true; readonly value: T } | Refusal,
  status = 200,
): never {
  if (!result.ok) return sendProblem(reply, result);
  reply.code(status);
  return reply.send(result.value as never) as never;
}

/** RFC 9457; the content type is set by hand because Fastify would call it plain JSON. */
export function sendProblem(
  reply: Replying,
  refusal: Omit<Refusal, "ok"> & { readonly code: ProblemCode },
): never {
  const problem = problemOf(refusal, reply.request.id);
  reply.code(problem.status);
  reply.header("content-type", PROBLEM_TYPE);
  return reply.send(problem as never) as never;
}
