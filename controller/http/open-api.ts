import type { RouteOptions } from "fastify";
import { Type } from "typebox";

/** RFC 9457 with this program's extensions. */
export const ProblemView = Type.Object({
  type: Type.String(),
  title: Type.String({ description: "what happened, in Vietnamese" }),
  status: Type.Integer(),
  code: Type.String({ description: "stable, for programs" }),
  detail: Type.Optional(Type.String()),
  hint: Type.Optional(Type.String({ description: "what to do now, in Vietnamese" })),
  titleEn: Type.String(),
  errors: Type.Optional(
    Type.Array(Type.Object({ field: Type.String(), vi: Type.String() }), {
      description: "which fields are wrong and why",
    }),
  ),
  instance: Type.Optional(Type.String()),
});

const refused = {
  description: "Refused or failed; nothing was changed unless the code is `internal`.",
  content: { "application/problem+json": { schema: ProblemView } },
};

/** Every documented route says that it can refuse, and which group it belongs to. */
export function describeRoute(route: RouteOptions): void {
  const group = /^\/api\/([a-z-]+)/.exec(route.url)?.[1];
  if (group === undefined || route.schema?.hide) return;
  const { response = {}, ...schema } = (route.schema ?? {}) as { response?: object };
  route.schema = {
    tags: [group],
    ...schema,
    response: { ...response, "4xx": refused, "5xx": refused },
    ...(route.config?.open ? { security: [] } : {}),
  };
}

export const openApi = (version: string) => ({
  openapi: {
    openapi: "3.1.0",
    info: {
      title: "Vang Xa",
      version,
      description:
        "Messages for commune loudspeakers: places, messages, broadcasts, and the proof of which households they reached. " +
        "Instants are ISO 8601 in UTC; lists are `{items, next?}`; errors are problem+json.",
    },
    components: {
      securitySchemes: {
        token: { type: "http" as const, scheme: "bearer" },
        session: { type: "apiKey" as const, in: "cookie", name: "vangxa" },
      },
    },
    security: [{ token: [] }, { session: [] }],
  },
});
