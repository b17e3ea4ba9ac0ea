import { type Static, Type } from "typebox";
import { AgentIdSchema, KeyIdSchema } from "../../contract/ids.ts";
import { InstantSchema } from "../../contract/schema.ts";

const Base64Url = Type.String({ pattern: "^[A-Za-z0-9_-]{43}$" });

/** `POST /api/enrol` answers this. `config` is the first signed `AgentConfig`; `rootKey` is pinned from then on. */
export const Enrolled = Type.Object({
  agent: AgentIdSchema,
  mqtt: Type.Object({
    url: Type.String({ pattern: "^mqtts?://", maxLength: 300 }),
    username: Type.String({ minLength: 1, maxLength: 64 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  rootKey: Type.Object({ kid: KeyIdSchema, x: Base64Url }),
  config: Type.String({ minLength: 1, maxLength: 65_536 }),
  controllerTime: InstantSchema,
});
export type Enrolled = Static<typeof Enrolled>;

/** What the board keeps of its enrolment. */
export const Identity = Type.Object({
  agent: AgentIdSchema,
  mqtt: Enrolled.properties.mqtt,
  rootKey: Enrolled.properties.rootKey,
});
export type Identity = Static<typeof Identity>;

/** The board's own key pair; the file is for its owner only. */
export const KeyFile = Type.Object({ x: Base64Url, d: Base64Url });

/** Where the enrolment leaves the first configuration, until the plan folder has taken it. */
export const FIRST_CONFIG = "first-config.jws";
