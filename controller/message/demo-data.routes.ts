import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { centreScope } from "../../contract/ids.ts";
import { type Guard, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { DemoData } from "./demo-data.service.ts";
import { DemoView } from "./demo-data-api.ts";

export interface DemoDataRoutes {
  readonly demo: DemoData;
  readonly guard: Guard;
}

/** The commune to try things with; only whoever administers the whole system loads or ends it. */
export const demoDataRoutes: FastifyPluginAsyncTypebox<DemoDataRoutes> = async (
  app,
  { demo, guard },
) => {
  const preHandler = guard("library.start", async () => centreScope);

  app.get(
    "/api/demo-data",
    {
      preHandler: guard("place.read"),
      schema: {
        summary: "Whether the demo commune is there, and how many of its bulletins are spoken",
        response: { 200: DemoView },
      },
    },
    async () => demo.state(),
  );

  app.post(
    "/api/demo-data",
    {
      preHandler,
      schema: {
        summary:
          "A marked commune with hamlets, clusters and ten bulletins; the speech is made afterwards",
        response: { 202: DemoView },
      },
    },
    async (request, reply) => answer(reply, await demo.load(personOf(request)), 202),
  );

  app.delete(
    "/api/demo-data",
    {
      preHandler,
      schema: {
        summary: "The demo commune ends today; what was played there stays in the log",
        response: { 200: DemoView },
      },
    },
    async (request, reply) => answer(reply, await demo.remove(personOf(request))),
  );
};
