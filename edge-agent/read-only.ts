/** Whether the disk takes writes. A worn card turns read-only by itself; what is on it can still be played. */
export interface ReadOnly {
  readonly now: () => boolean;
  /** A write was refused. */
  turned(): void;
  /** A write went through. */
  mended(): void;
  /** Resolves when the disk is read-only: at once where it is already. */
  whenTurned(): Promise<void>;
  onChange(listen: () => void): void;
}

export const isReadOnly = (error: unknown): boolean =>
  (error as { code?: unknown } | undefined)?.code === "EROFS";

export function createReadOnly(): ReadOnly {
  let is = false;
  let waiting: (() => void)[] = [];
  const listeners: (() => void)[] = [];
  function set(to: boolean): void {
    if (is === to) return;
    is = to;
    for (const listen of listeners) listen();
    if (!to) return;
    for (const go of waiting) go();
    waiting = [];
  }
  return {
    now: () => is,
    turned: () => set(true),
    mended: () => set(false),
    whenTurned: () => (is ? Promise.resolve() : new Promise((go) => waiting.push(go))),
    onChange: (listen) => void listeners.push(listen),
  };
}
