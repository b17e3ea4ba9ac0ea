import { communeCode, communeScope } from "../../contract/ids.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import type { Clusters } from "../fleet/clusters.service.ts";
import type { Communes } from "../fleet/communes.service.ts";
import type { Ground } from "../fleet/ground.service.ts";
import type { Hamlets } from "../fleet/hamlets.service.ts";
import type { Outlines } from "../fleet/outlines.service.ts";
import { done, type Result, refuse } from "../problems.ts";
import {
  DEMO_COMMUNE,
  demoClusters,
  demoCommune,
  demoFrom,
  demoHamlets,
  demoOutlines,
  demoProvince,
  demoRegulation,
} from "./demo-data.ts";
import type { DemoView } from "./demo-data-api.ts";
import { type Starter, starterActor } from "./starter.service.ts";

/**
 * A commune to try things with: places under a code that no real one has, and the ten first bulletins with their speech. No
 * board, no play and no figure is made up: what the log and the reach say of it, a simulated board has really played.
 */
export interface DemoData {
  state(): Promise<DemoView>;
  /** Only into a system without a commune of its own; a second time completes what is missing. */
  load(by: Actor): Promise<Result<DemoView>>;
  /** The places end today; what was played there stays in the log. */
  remove(by: Actor): Promise<Result<DemoView>>;
}

export interface DemoDeps {
  readonly places: Pick<
    Communes & Hamlets & Clusters & Ground,
    | "addProvince"
    | "addCommune"
    | "regulate"
    | "addHamlet"
    | "addCluster"
    | "commune"
    | "hamlet"
    | "cluster"
    | "changeCommune"
    | "changeHamlet"
    | "changeCluster"
    | "communes"
    | "tree"
    | "today"
  >;
  readonly outlines: Pick<Outlines, "import">;
  readonly starter: Pick<Starter, "load" | "spoken">;
  readonly audit: Audit;
}

const scope = communeScope(communeCode(DEMO_COMMUNE));
const OPEN = { to: null };

export function createDemoData({ places, outlines, starter, audit }: DemoDeps): DemoData {
  const ended = (to: string | null) => to !== null && to <= places.today();

  async function state(): Promise<DemoView> {
    const found = await places.commune(DEMO_COMMUNE);
    const { spoken, of } = await starter.spoken(scope);
    const now = !found.ok ? "absent" : ended(found.value.to) ? "removed" : "here";
    return {
      state: now === "here" && spoken < of ? "loading" : now,
      commune: DEMO_COMMUNE,
      name: demoCommune.name,
      hamlets: demoHamlets.length,
      clusters: demoClusters.length,
      spoken,
      of,
    };
  }

  /** Adds what is not there and opens again what was ended. */
  async function settle(by: Actor): Promise<void> {
    if (!places.tree().provinces.has(demoProvince.code as never))
      await places.addProvince(by, demoProvince as never);
    const there = await places.commune(DEMO_COMMUNE);
    if (!there.ok) await places.addCommune(by, demoCommune);
    else if (there.value.to !== null) await places.changeCommune(by, DEMO_COMMUNE, OPEN);
    if (!there.ok || there.value.regulation === null)
      await places.regulate(by, DEMO_COMMUNE, demoRegulation);
    for (const hamlet of demoHamlets) {
      const id = String(hamlet.id);
      const found = await places.hamlet(id);
      if (!found.ok) await places.addHamlet(by, hamlet);
      else if (found.value.to !== null) await places.changeHamlet(by, id, OPEN);
    }
    const drawn = new TextEncoder().encode(JSON.stringify(demoOutlines));
    await outlines.import(by, drawn, { from: demoFrom });
    for (const cluster of demoClusters) {
      const id = String(cluster.id);
      const found = await places.cluster(id);
      if (!found.ok) await places.addCluster(by, cluster);
      else if (found.value.to !== null) await places.changeCluster(by, id, OPEN);
    }
  }

  async function told(by: Actor, action: string, before: object): Promise<DemoView> {
    const view = await state();
    const after = { state: view.state };
    await audit.record({ by, action, subject: scope, before, after });
    return view;
  }

  return {
    state,
    load: async (by) => {
      const { items } = await places.communes(by, { limit: 2 });
      if (items.some((one) => one.code !== DEMO_COMMUNE)) return refuse("demo-too-late");
      const before = { state: (await state()).state };
      await settle(by);
      // As their author stands nobody in person, so the only administrator of a first day may approve them.
      const loaded = await starter.load({ ...starterActor, address: by.address }, scope);
      if (!loaded.ok) return loaded;
      return done(await told(by, "demo-data.load", before));
    },
    remove: async (by) => {
      const found = await places.commune(DEMO_COMMUNE);
      if (!found.ok || ended(found.value.to)) return refuse("not-found");
      const end = { to: places.today() };
      for (const { id } of demoClusters) await places.changeCluster(by, String(id), end);
      for (const { id } of demoHamlets) await places.changeHamlet(by, String(id), end);
      await places.changeCommune(by, DEMO_COMMUNE, end);
      return done(await told(by, "demo-data.remove", { state: "here" }));
    },
  };
}
