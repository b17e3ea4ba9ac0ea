import type { Log } from "../log.ts";
import { PROBLEM_TYPE, type ProblemCode, problemOf, problems, type Refusal } from "../problems.ts";
import { Refused } from "./refused.ts";
import { InvalidInput } from "./validation.ts";

type Plain = Omit<Refusal, "ok">;

/** Errors of Fastify, its plugins and the layers below, by their code. */
const known: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "too-large",
  FST_REQ_FILE_TOO_LARGE: "too-large",
  FST_PARTS_LIMIT: "too-large",
  FST_FILES_LIMIT: "too-large",
  FST_FIELDS_LIMIT: "too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media",
  FST_INVALID_MULTIPART_CONTENT_TYPE: "unsupported-media",
  FST_ERR_MAX_PARAM_LENGTH: "not-found",
  FST_ERR_BAD_URL: "bad-request",
  FST_ERR_ASYNC_CONSTRAINT: "bad-request",
  SQLITE_FULL: "disk-full",
  ENOSPC: "disk-full",
};

/** From whatever was thrown to what a person is told. Anything unexpected is logged whole and told as `internal`. */
export function refusalOf(error: unknown, request: string, log: Log): Plain {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof InvalidInput) return { code: "invalid-input", errors: error.errors };
  const { code, statusCode, name } = error as { code?: string; statusCode?: number; name?: string };
  const found = known[code ?? ""];
  if (found) return { code: found };
  if (name === "PasswordsBusy") return { code: "busy" };
  if (statusCode === 413) return { code: "too-large" };
  if (statusCode === 415) return { code: "unsupported-media" };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return { code: "bad-request" };
  log.error({ request, error: textOf(error) }, "a request failed");
  return { code: "internal" };
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** What Node's parser refused before Fastify saw it, answered on the bare socket. */
export function socketAnswer(code: string | undefined): string {
  const problem: ProblemCode =
    code === "HPE_HEADER_OVERFLOW"
      ? "headers-too-large"
      : code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "timeout"
        : "bad-request";
  const body = JSON.stringify(problemOf({ code: problem }));
  return [
    `HTTP/1.1 ${problems[problem].status} ${problems[problem].en}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${new TextEncoder().encode(body).length}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
}
