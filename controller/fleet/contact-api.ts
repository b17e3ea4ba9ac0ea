import { type Static, Type } from "typebox";
import { ClusterIdSchema } from "../../contract/ids.ts";

/** Who is telephoned at a cluster whose board confirms nothing. */
export const ContactBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120, pattern: "\\S" }),
    /** As it is dialled: digits, spaces, dots, hyphens, perhaps a plus in front. */
    phone: Type.String({ minLength: 3, maxLength: 24, pattern: "^\\+?[0-9][0-9 .-]+$" }),
  },
  { additionalProperties: false },
);
export type ContactBody = Static<typeof ContactBody>;

export const ContactView = Type.Object({ cluster: ClusterIdSchema, ...ContactBody.properties });
export type ContactView = Static<typeof ContactView>;
export const ContactList = Type.Object({ items: Type.Array(ContactView) });
