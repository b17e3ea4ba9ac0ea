import type { Cluster } from "../../contract/agent-config.ts";
import { type AgentId, agentScope, type ClusterId, type ScopeId } from "../../contract/ids.ts";
import { dateOf } from "../../contract/station-time.ts";
import type { Clock } from "../../contract/time.ts";
import {
  type AgentFacts,
  type ConfigDefaults,
  clusterOf,
  configContent,
  placesOf,
  scopesOf,
} from "./agent-config.ts";
import type { BoardStore } from "./board.store.ts";
import type { Drafts } from "./draft.service.ts";
import type { Issue } from "./issue.service.ts";
import type { Keys } from "./keys.service.ts";
import type { Lanes } from "./lanes.ts";

export interface ConfigureDeps {
  readonly clock: Clock;
  readonly boards: BoardStore;
  readonly keys: Keys;
  readonly drafts: Drafts;
  readonly issue: Issue;
  readonly lanes: Lanes;
  /** Between two batches: a start looks at every board of a country. */
  readonly rest: () => Promise<void>;
  readonly defaults?: ConfigDefaults;
}

export interface Configure {
  /** Compiles configurations again and publishes those that changed. Answers the places of these boards. */
  configure(which: Parameters<BoardStore["boards"]>[0]): Promise<readonly ScopeId[]>;
  /** What the timeline must know of a cluster, and the scopes that it reads. */
  cluster(cluster: ClusterId): Promise<
    | {
        readonly cluster: Cluster;
        readonly scopes: readonly ScopeId[];
        /** Its commune has a regulation of its own. */
        readonly regulated: boolean;
      }
    | undefined
  >;
  /** Nothing when there is no such active board. */
  scopesOfBoard(agent: AgentId): Promise<readonly ScopeId[] | undefined>;
}

const BATCH = 50;

export function createConfigure(deps: ConfigureDeps): Configure {
  const { boards, keys, drafts, issue, lanes } = deps;
  const today = (): string => dateOf(deps.clock.now());

  async function contentOf(facts: AgentFacts, trusted: Keys["trusted"]) {
    const { centre, province, commune } = placesOf(facts);
    const by = {
      centre: await trusted(centre),
      province: await trusted(province),
      commune: await trusted(commune),
    };
    return configContent(facts, by, [], deps.defaults);
  }

  /** Boards of one batch lie close together: the keys of a place are looked up once. */
  function trustedOnce(): Keys["trusted"] {
    const known = new Map<ScopeId, ReturnType<Keys["trusted"]>>();
    return (place) => {
      const found = known.get(place) ?? keys.trusted(place);
      known.set(place, found);
      return found;
    };
  }

  async function batch(some: readonly AgentFacts[]): Promise<void> {
    const heads = [];
    const trusted = trustedOnce();
    for (const facts of some) {
      const head = await drafts.config(agentScope(facts.agent), await contentOf(facts, trusted));
      if (head) heads.push(head);
    }
    await issue.send(heads);
  }

  return {
    configure: async (which) => {
      const all = await boards.boards(which, today());
      for (let at = 0; at < all.length; at += BATCH) {
        if (at > 0) await deps.rest();
        await lanes.ordinary(() => batch(all.slice(at, at + BATCH)));
      }
      return [...new Set(all.flatMap((facts) => Object.values(placesOf(facts))))];
    },
    cluster: async (cluster) => {
      const facts = await boards.cluster(cluster, today());
      return (
        facts && {
          cluster: clusterOf(facts, deps.defaults),
          scopes: scopesOf(facts),
          regulated: facts.regulation !== undefined,
        }
      );
    },
    scopesOfBoard: async (agent) => {
      const place = await boards.place(agent);
      return place && scopesOf(place);
    },
  };
}
