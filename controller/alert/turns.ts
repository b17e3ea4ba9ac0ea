/** Work under one name runs one after another, in the order in which it came; names do not wait for each other. */
export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export function turns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const next = (last.get(name) ?? Promise.resolve()).then(work, work);
    const over = (): void => {
      if (last.get(name) === settled) last.delete(name);
    };
    const settled = next.then(over, over);
    last.set(name, settled);
    return next;
  };
}
