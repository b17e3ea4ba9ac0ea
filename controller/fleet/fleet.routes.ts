import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "typebox";
import { CommuneCodeSchema } from "../../contract/ids.ts";
import { type Asked, type Guard, partOf, personOf } from "../access/guard.ts";
import { answer } from "../http/answer.ts";
import type { Fleet } from "./fleet.service.ts";
import {
  CommuneChange,
  CommuneList,
  CommuneNew,
  CommuneView,
  Listing,
  ProvinceList,
  ProvinceNew,
  ProvinceView,
  RegulationNew,
} from "./fleet-api.ts";

export interface FleetRoutes {
  readonly service: Fleet;
  readonly guard: Guard;
}

const ByCode = Type.Object({ code: CommuneCodeSchema });

export const fleetRoutes: FastifyPluginAsyncTypebox<FleetRoutes> = async (
  app,
  { service, guard },
) => {
  const ofCode = (request: Asked) => {
    const code = partOf(request.params, "code");
    return service.tree().communes.has(code) ? service.ownerOfCommune(code) : undefined;
  };
  const read = guard("place.read");

  app.get(
    "/api/provinces",
    { preHandler: read, schema: { response: { 200: ProvinceList } } },
    async (request) => service.provinces(personOf(request)),
  );
  app.post(
    "/api/provinces",
    {
      preHandler: guard("place.write", () => service.ownerOfProvince("")),
      schema: { body: ProvinceNew, response: { 201: ProvinceView } },
    },
    async (request, reply) =>
      answer(reply, await service.addProvince(personOf(request), request.body), 201),
  );

  app.get(
    "/api/communes",
    { preHandler: read, schema: { querystring: Listing, response: { 200: CommuneList } } },
    async (request) => service.communes(personOf(request), request.query),
  );
  app.post(
    "/api/communes",
    {
      preHandler: guard("place.write", (request) =>
        service.ownerOfProvince(partOf(request.body, "province")),
      ),
      schema: { body: CommuneNew, response: { 201: CommuneView } },
    },
    async (request, reply) =>
      answer(reply, await service.addCommune(personOf(request), request.body), 201),
  );
  app.get(
    "/api/communes/:code",
    {
      preHandler: guard("place.read", ofCode),
      schema: { params: ByCode, response: { 200: CommuneView } },
    },
    async (request, reply) => answer(reply, await service.commune(request.params.code)),
  );
  app.patch(
    "/api/communes/:code",
    {
      preHandler: guard("place.write", ofCode),
      schema: { params: ByCode, body: CommuneChange, response: { 200: CommuneView } },
    },
    async (request, reply) =>
      answer(
        reply,
        await service.changeCommune(personOf(request), request.params.code, request.body),
      ),
  );
  app.put(
    "/api/communes/:code/regulation",
    {
      preHandler: guard("regulation.write", ofCode),
      schema: {
        summary: "The commune's operating regulation: sessions, quiet hours, caps",
        params: ByCode,
        body: RegulationNew,
        response: { 200: CommuneView },
      },
    },
    async (request, reply) =>
      answer(reply, await service.regulate(personOf(request), request.params.code, request.body)),
  );
};
