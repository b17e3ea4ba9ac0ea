import type { Actor } from "../access/access.ts";
import type { Step } from "../store/step.ts";
import type { ChangedBeside } from "./succession.ts";

/*
 * A commune that ends with nobody in its place: what still hangs on it would go on without anybody being able to see it. So it is
 * listed, and ends only when a person says so.
 */

export interface OpenThing {
  readonly kind: "role" | "order";
  readonly id: string;
  readonly name: string;
}

/** What it takes to end them, written together with the end of the commune. */
export interface Ended {
  readonly steps: readonly Step[];
  readonly beside: readonly ChangedBeside[];
}

/** Each concept brings its own. */
export interface Ender {
  open(commune: string): Promise<readonly OpenThing[]>;
  end(by: Actor, commune: string): Promise<Ended>;
}

const NAMED = 10;
const kinds = { role: "vai trò", order: "lịch phát" } as const;

/** `Còn 2 vai trò (Lan · Người soạn; …) và 1 lịch phát (Tin sáng).` */
export function openText(open: readonly OpenThing[]): string {
  const parts = (["role", "order"] as const).flatMap((kind) => {
    const names = open.filter((one) => one.kind === kind).map(({ name }) => name);
    if (names.length === 0) return [];
    const more = names.length > NAMED ? "; …" : "";
    return [`${names.length} ${kinds[kind]} (${names.slice(0, NAMED).join("; ")}${more})`];
  });
  return `Còn ${parts.join(" và ")}.`;
}
