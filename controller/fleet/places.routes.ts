import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { ClusterIdSchema, HamletIdSchema } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Fleet } from "./fleet.service.ts";
import {
  ClusterChange,
  ClusterList,
  ClusterListing,
  ClusterNew,
  ClusterView,
  HamletChange,
  HamletList,
  HamletNew,
  HamletView,
  Listing,
} from "./fleet-api.ts";

export interface PlaceRoutes {
  readonly service: Fleet;
  readonly guard: Guard;
}

const ByHamlet = Type.Object({ id: HamletIdSchema });
const ByCluster = Type.Object({ id: ClusterIdSchema });

/** Hamlets and clusters: what lies in a commune. */
export const placeRoutes: FastifyPluginAsyncTypebox<PlaceRoutes> = async (
  app,
  { service, guard },
) => {
  const inBody = (request: Asked) => service.ownerOfCommune(partOf(request.body, "commune"));
  const ofHamlet = (request: Asked) => service.ownerOfHamlet(partOf(request.params, "id"));
  const ofCluster = (request: Asked) => service.ownerOfCluster(partOf(request.params, "id"));
  const read = guard("place.read");

  app.get(
    "/api/hamlets",
    { preHandler: read, schema: { querystring: Listing, response: { 200: HamletList } } },
    async (request) => service.hamlets(personOf(request), request.query),
  );
  app.post(
    "/api/hamlets",
    {
      preHandler: guard("place.write", inBody),
      schema: { body: HamletNew, response: { 201: HamletView } },
    },
    async (request, reply) =>
      answer(reply, await service.addHamlet(personOf(request), request.body), 201),
  );
  app.get(
    "/api/hamlets/:id",
    {
      preHandler: guard("place.read", ofHamlet),
      schema: { params: ByHamlet, response: { 200: HamletView } },
    },
    async (request, reply) => answer(reply, await service.hamlet(request.params.id)),
  );
  app.patch(
    "/api/hamlets/:id",
    {
      preHandler: guard("place.write", ofHamlet),
      schema: { params: ByHamlet, body: HamletChange, response: { 200: HamletView } },
    },
    async (request, reply) =>
      answer(reply, await service.changeHamlet(personOf(request), request.params.id, request.body)),
  );

  app.get(
    "/api/clusters",
    { preHandler: read, schema: { querystring: ClusterListing, response: { 200: ClusterList } } },
    async (request) => service.clusters(personOf(request), request.query),
  );
  app.post(
    "/api/clusters",
    {
      preHandler: guard("cluster.write", inBody),
      schema: { body: ClusterNew, response: { 201: ClusterView } },
    },
    async (request, reply) =>
      answer(reply, await service.addCluster(personOf(request), request.body), 201),
  );
  app.get(
    "/api/clusters/:id",
    {
      preHandler: guard("place.read", ofCluster),
      schema: { params: ByCluster, response: { 200: ClusterView } },
    },
    async (request, reply) => answer(reply, await service.cluster(request.params.id)),
  );
  app.patch(
    "/api/clusters/:id",
    {
      preHandler: guard("cluster.write", ofCluster),
      schema: { params: ByCluster, body: ClusterChange, response: { 200: ClusterView } },
    },
    async (request, reply) =>
      answer(
        reply,
        await service.changeCluster(personOf(request), request.params.id, request.body),
      ),
  );
};
