// What goes wrong, as the seed says; `heal` ends all of it.
import { days, hours, minutes } from "../../contract/time.ts";
import type { Dice } from "../support/dice.ts";
import type { Board } from "./board.ts";
import { fair } from "./net.ts";
import type { World } from "./world.ts";

/** Milliseconds until something that happens so often a day happens next. */
const next = (chance: Dice, perDay: number): number =>
  (-Math.log(1 - chance.unit()) * days(1)) / perDay;

export interface Trouble {
  stop(): void;
}

export function trouble(world: World, chance: Dice): Trouble {
  const { kernel, net, centre } = world;
  let on = true;

  function often(perDay: number, happen: () => unknown): void {
    const again = (): void =>
      void kernel.after(next(chance, perDay), async () => {
        if (!on) return;
        await happen();
        again();
      });
    again();
  }

  function crashCentre(): void {
    const how = chance.unit();
    if (how < 0.35) centre.trap("in-transaction");
    else if (how < 0.7) centre.trap("before-ack");
    else centre.crash();
  }

  function crashBoard(board: Board): void {
    const how = chance.unit();
    if (how < 0.3) board.trap("before");
    else if (how < 0.6) board.trap("after");
    else board.crash();
  }

  /** The clock of a board that starts: mostly right, else as a dead battery leaves it. */
  const clockAtStart = (): number => {
    const how = chance.unit();
    if (how < 0.7) return 0;
    return how < 0.8 ? -kernel.now() : how < 0.9 ? days(365) : -days(365);
  };

  function outage(board: Board): void {
    const weather = net.weather(board.name);
    weather.up = false;
    net.cut(board.name);
    kernel.tell(board.name, "offline");
    const long = chance.unit() < 0.15;
    const back = long ? chance.between(hours(12), days(2)) : chance.between(minutes(1), hours(4));
    kernel.after(back, () => {
      weather.up = true;
      kernel.tell(board.name, "online");
    });
  }

  function badWeather(board: Board): void {
    const bad = {
      delay: chance.whole(100, 8_000),
      drop: chance.unit() * 0.4,
      double: chance.unit() * 0.4,
    };
    Object.assign(net.weather(board.name), bad);
    kernel.tell(board.name, `weather ${JSON.stringify(bad)}`);
    kernel.after(chance.between(minutes(5), hours(6)), () => {
      const { up } = net.weather(board.name);
      Object.assign(net.weather(board.name), fair(), { up });
    });
  }

  function stepClock(board: Board): void {
    board.wall += chance.unit() < 0.5 ? hours(2) : -hours(2);
    kernel.tell(board.name, `clock ${board.wall}`);
    kernel.after(chance.between(minutes(1), hours(6)), () => {
      board.wall = 0;
      kernel.tell(board.name, "clock right");
    });
  }

  function fillDisk(board: Board): void {
    board.disk.full = true;
    kernel.tell(board.name, "disk full");
    kernel.after(chance.between(minutes(5), hours(3)), () => {
      Object.assign(board.disk, { full: false, ballast: 200 });
      kernel.tell(board.name, "disk free");
    });
  }

  often(2, crashCentre);
  for (const board of world.boards) {
    often(3, () => crashBoard(board));
    often(2, () => outage(board));
    often(1.5, () => badWeather(board));
    often(1, () => stepClock(board));
    often(0.5, () => fillDisk(board));
  }
  // Whoever is down comes back, after a moment or after hours.
  const lift = (): void =>
    void kernel.after(chance.between(1_000, minutes(3)), async () => {
      if (!on) return;
      if (!centre.alive() && chance.unit() < 0.6) await centre.start();
      for (const board of world.boards) {
        if (board.up() || chance.unit() < 0.5) continue;
        board.wall = clockAtStart();
        if (board.wall !== 0) kernel.tell(board.name, `clock ${board.wall}`);
        board.start();
      }
      lift();
    });
  lift();
  return {
    stop: () => {
      on = false;
    },
  };
}

/** Everything works again: what is owed can now arrive. */
export async function heal({ kernel, net, centre, boards }: World): Promise<void> {
  kernel.tell("world", "healed");
  centre.trap(undefined);
  if (!centre.alive()) await centre.start();
  for (const board of boards) {
    Object.assign(net.weather(board.name), fair());
    Object.assign(board.disk, { full: false, ballast: 200, trap: undefined });
    board.wall = 0;
    board.start();
  }
}
