/** One piece of work at a time, because two revisions of one document must not race; urgent pieces go before waiting others. */
export interface Lanes {
  urgent<T>(work: () => Promise<T>): Promise<T>;
  ordinary<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is left. */
  idle(): Promise<void>;
}

export function lanes(): Lanes {
  const waiting: { urgent: (() => Promise<void>)[]; ordinary: (() => Promise<void>)[] } = {
    urgent: [],
    ordinary: [],
  };
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    for (;;) {
      const next = waiting.urgent.shift() ?? waiting.ordinary.shift();
      if (!next) break;
      await next();
    }
    running = undefined;
  }

  const add =
    (lane: "urgent" | "ordinary") =>
    <T>(work: () => Promise<T>): Promise<T> =>
      new Promise<T>((resolve, reject) => {
        waiting[lane].push(() => work().then(resolve, reject));
        running ??= run();
      });

  return {
    urgent: add("urgent"),
    ordinary: add("ordinary"),
    idle: async () => {
      while (running !== undefined) await running;
    },
  };
}
