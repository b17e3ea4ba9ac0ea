import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { ClusterIdSchema, type ScopeId } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { isoOf } from "../iso.ts";
import type { BoardHistory, RepairNote } from "./board-history.service.ts";
import { BoardDay, RepairNoteList, RepairNoteNew, RepairNoteView } from "./board-history-api.ts";

export interface BoardHistoryRoutes {
  readonly history: BoardHistory;
  readonly guard: Guard;
  readonly placeOfCluster: (cluster: string) => Promise<ScopeId | undefined>;
}

const ByCluster = Type.Object({ id: ClusterIdSchema });
const noteView = ({ at, ...note }: RepairNote) => ({ ...note, at: isoOf(at) });

export const boardHistoryRoutes: FastifyPluginAsyncTypebox<BoardHistoryRoutes> = async (
  app,
  { history, guard, placeOfCluster },
) => {
  const here = (request: Asked) => placeOfCluster(partOf(request.params, "id"));
  app.get(
    "/api/clusters/:id/history",
    {
      preHandler: guard("place.read", here),
      schema: {
        summary: "How the board has been over the last 24 hours",
        params: ByCluster,
        response: { 200: BoardDay },
      },
    },
    async (request) => {
      const { since, quarters } = await history.lastDay(request.params.id);
      return {
        since: since === undefined ? null : isoOf(since),
        quarters: quarters.map(({ at, ...quarter }) => ({ at: isoOf(at), ...quarter })),
      };
    },
  );
  app.get(
    "/api/clusters/:id/notes",
    {
      preHandler: guard("place.read", here),
      schema: {
        summary: "What people did at the cluster, newest first",
        params: ByCluster,
        response: { 200: RepairNoteList },
      },
    },
    async (request) => ({ items: (await history.notes(request.params.id)).map(noteView) }),
  );
  app.post(
    "/api/clusters/:id/notes",
    {
      preHandler: guard("cluster.write", here),
      schema: {
        summary: "Write down what was done or seen at the cluster",
        params: ByCluster,
        body: RepairNoteNew,
        response: { 201: RepairNoteView },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const note = await history.addNote(personOf(request), id, request.body.text.trim());
      return reply.code(201).send(noteView(note));
    },
  );
};
