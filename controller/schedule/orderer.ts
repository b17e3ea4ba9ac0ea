import { centreScope } from "../../contract/ids.ts";
import { type Actor, placesFor } from "../access/access.ts";
import type { Orderer } from "./approval.ts";

/** What a person may do with orders, and where. */
export const ordererOf = (actor: Actor): Orderer => ({
  person: actor.id,
  name: actor.name,
  orderIn: placesFor(actor, "broadcast.write"),
  approveIn: placesFor(actor, "broadcast.approve"),
  emergencyIn: placesFor(actor, "emergency.write"),
  approveEmergencyIn: placesFor(actor, "emergency.approve"),
  speakIn: placesFor(actor, "live.speak"),
  cancelIn: placesFor(actor, "broadcast.cancel"),
  address: actor.address,
  communeIn: communesOf(actor),
  everywhere: actor.roles.some(({ role, place }) => role === "admin" && place === centreScope),
});

/** Circular 39/2020: the commune decides. Who only works above it hands a normal item in; an administrator acts for the commune. */
const communesOf = (actor: Actor): Orderer["orderIn"] =>
  placesFor(
    {
      roles: actor.roles.filter(({ role, place }) => role === "admin" || place.startsWith("c-")),
    },
    "inbox.decide",
  );
