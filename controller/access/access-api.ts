import { type Static, Type } from "typebox";
import { PersonIdSchema, ScopeIdSchema } from "../../contract/ids.ts";
import { ShortText } from "../../contract/schema.ts";
import { type Role, roleNames } from "./access.ts";

export const RoleSchema = Type.Unsafe<Role>(
  Type.String({ enum: Object.keys(roleNames), description: "vai trò" }),
);

/** A role holds in `place` (`centre`, `p-51`, `c-21024`) and in everything below it. */
export const RoleHeld = Type.Object(
  { role: RoleSchema, place: ScopeIdSchema },
  { additionalProperties: false },
);

const Username = Type.String({ pattern: "^[A-Za-z0-9._@-]{2,64}$" });
const Password = Type.String({ minLength: 1, maxLength: 256 });
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" });

export const LoginBody = Type.Object(
  { username: Type.String({ minLength: 1, maxLength: 64 }), password: Password },
  { additionalProperties: false },
);

export const PersonView = Type.Object({
  id: PersonIdSchema,
  username: Type.String(),
  name: Type.String(),
  disabled: Type.Boolean(),
  createdAt: Type.String(),
  roles: Type.Array(RoleHeld),
});
export type PersonView = Static<typeof PersonView>;

export const SessionView = Type.Object({
  person: Type.Object({ id: PersonIdSchema, username: Type.String(), name: Type.String() }),
  roles: Type.Array(RoleHeld),
  /** Everything that this person may do somewhere: what a page offers. */
  actions: Type.Array(Type.String()),
});
export type SessionView = Static<typeof SessionView>;

export const SessionNow = Type.Object({
  ...SessionView.properties,
  /** Where live events stand now: what a page reads after this and then hears from here on misses nothing. */
  lastEventId: Type.Integer({ minimum: 0 }),
});
export type SessionNow = Static<typeof SessionNow>;

export const LoggedInView = Type.Object({
  ...SessionView.properties,
  token: Type.String(),
  expiresAt: Type.String(),
});

export const PersonNew = Type.Object(
  {
    username: Username,
    name: Name,
    /** Without it one is made up and told once. */
    password: Type.Optional(Password),
    roles: Type.Array(RoleHeld, { maxItems: 50 }),
  },
  { additionalProperties: false },
);
export type PersonNew = Static<typeof PersonNew>;

export const PersonCreated = Type.Object({
  ...PersonView.properties,
  password: Type.Optional(Type.String()),
});

export const PersonChange = Type.Object(
  {
    name: Type.Optional(Name),
    password: Type.Optional(Password),
    /** Needed when people change their own password. */
    currentPassword: Type.Optional(Password),
    disabled: Type.Optional(Type.Boolean()),
    roles: Type.Optional(Type.Array(RoleHeld, { maxItems: 50 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type PersonChange = Static<typeof PersonChange>;

export const PersonList = Type.Object({ items: Type.Array(PersonView) });

/** Where a person is logged in. */
export const PersonSession = Type.Object({
  id: Type.String(),
  since: Type.String(),
  seenAt: Type.String(),
  address: Type.String(),
  /** The browser's own name. */
  about: Type.String(),
  /** The log-in that asks. */
  current: Type.Boolean(),
});
export type PersonSession = Static<typeof PersonSession>;
export const PersonSessionList = Type.Object({ items: Type.Array(PersonSession) });

export const AuditQuery = Type.Object(
  {
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  { additionalProperties: false },
);

export const AuditView = Type.Object({
  seq: Type.Integer(),
  at: Type.String(),
  person: Type.Union([Type.String(), Type.Null()]),
  address: Type.String(),
  action: ShortText,
  subject: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
  reason: Type.Union([Type.String(), Type.Null()]),
  link: Type.String(),
});
export const AuditList = Type.Object({
  items: Type.Array(AuditView),
  next: Type.Optional(Type.String()),
});

export const AuditVerdict = Type.Object({
  ok: Type.Boolean(),
  rows: Type.Integer(),
  head: Type.Object({ seq: Type.Integer(), link: Type.String() }),
  vi: Type.String(),
  /** The first row that does not hold. */
  broken: Type.Optional(Type.Integer()),
});
