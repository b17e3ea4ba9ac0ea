import type { ScopeId } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import type { Result } from "../problems.ts";
import type { EmergencyDraft } from "./proposal.ts";

/** What schedule made of a draft: `proposed` waits for a second person, `active` airs. */
export interface Ordered {
  readonly broadcast: string;
  readonly state: string;
}

/** Schedule's orders as an alert needs them; the two-people rule is schedule's own. */
export interface EmergencyOrders {
  /** The same key twice is the same order. */
  place(by: Actor, draft: EmergencyDraft, key: string): Promise<Result<Ordered>>;
  approve(by: Actor, broadcast: string): Promise<Result<Ordered>>;
  /** Where it stands now, since people may also decide about it among the broadcasts. */
  state(broadcast: string): Promise<string | undefined>;
  cancel(by: Actor, broadcast: string): Promise<Result<unknown>>;
}

export type Covers = (above: ScopeId, place: ScopeId) => boolean;
