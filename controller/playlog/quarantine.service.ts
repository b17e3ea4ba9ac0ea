import type { AgentId } from "../../contract/ids.ts";
import type { Clock, Duration } from "../../contract/time.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import { defined } from "../defined.ts";
import type { Emit } from "../http/events.ts";
import { type DoubtWord, impossible } from "./doubt.ts";
import { judge } from "./judging.ts";
import { outcomeNews } from "./news.ts";
import type { QuarantineStore, Unit } from "./ports.ts";

export interface QuarantineDeps {
  readonly clock: Clock;
  readonly stores: Unit;
  readonly inTransaction: <T>(work: (unit: Unit) => Promise<T>) => Promise<T>;
  readonly events: Emit;
  readonly audit: Audit;
  readonly log: { error(fields: object, text: string): void };
  readonly grace: Duration;
}

export interface Quarantine {
  /** Newest first, those that a person released too. */
  list: QuarantineStore["list"];
  /** Where the board of this name stands. */
  communeOf: QuarantineStore["communeOf"];
  /** Something else than its receipts says that a board cannot be what it claims. */
  doubt(agent: AgentId, why: DoubtWord, detail: string): Promise<void>;
  /** A person has looked: what was held back is judged now; false where nothing was held. What cannot be still proves nothing. */
  release(by: Actor, agent: AgentId, reason: string): Promise<boolean>;
}

export function createQuarantine(deps: QuarantineDeps): Quarantine {
  const { clock, stores } = deps;

  async function judgeHeld(unit: Unit, by: Actor, agent: AgentId, reason: string) {
    const now = clock.now();
    const doubts = await unit.quarantine.release(agent, now, by.id, reason);
    const [oldest] = doubts;
    if (!oldest) return undefined;
    const held = await unit.quarantine.held(agent, oldest.since);
    const wrong = impossible(held, await unit.quarantine.begun(held), now);
    const sound = held.filter(
      ({ boot, receipt }) => !wrong.some((one) => one.detail === `${boot}/${receipt.sequence}`),
    );
    const boards = await unit.receipts.boards([agent]);
    const { rows } = await judge(unit, sound, boards, { now, grace: deps.grace });
    await unit.log.append(rows);
    return { rows, doubts, board: boards.get(agent) };
  }

  return {
    list: stores.quarantine.list,
    communeOf: stores.quarantine.communeOf,
    doubt: async (agent, why, detail) => {
      const board = (await stores.receipts.boards([agent])).get(agent);
      const [fresh] = board
        ? await stores.quarantine.open([{ agent, why, detail }], clock.now())
        : [];
      if (!board || !fresh) return;
      const { cluster, place } = board;
      await deps.events.emit("alarm", place, { alarm: "quarantined", agent, cluster, why, detail });
    },
    release: async (by, agent, reason) => {
      const done = await deps.inTransaction((unit) => judgeHeld(unit, by, agent, reason));
      if (!done) return false;
      const { board, doubts, rows } = done;
      const about = defined({ cluster: board?.cluster, place: board?.place });
      await deps.audit.record({
        by,
        action: "quarantine.release",
        subject: agent,
        before: { ...about, doubts },
        after: { ...about, doubts: [], rows: rows.length },
        reason,
      });
      if (!board) return true;
      for (const { kind, place, body } of outcomeNews(
        rows,
        new Map([[board.cluster, board.place]]),
      ))
        await deps.events.emit(kind, place, body);
      await deps.events.emit("agent", board.place, {
        agent,
        cluster: board.cluster,
        state: "released",
      });
      return true;
    },
  };
}
