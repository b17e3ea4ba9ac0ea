import { useEffect, useState } from "preact/hooks";
import { type Problem, problemIn } from "../call.ts";
import { t } from "../text.ts";
import { Icon } from "./icon.tsx";

interface Toast {
  readonly id: number;
  readonly tone: "good" | "bad";
  readonly title: string;
  readonly more?: string | undefined;
  readonly code?: string;
  readonly undo?: (() => void) | undefined;
}

const watchers = new Set<(all: readonly Toast[]) => void>();
let all: readonly Toast[] = [];
let ids = 0;

function become(now: readonly Toast[]): void {
  all = now;
  for (const watch of watchers) watch(all);
}

function show(toast: Omit<Toast, "id">): void {
  ids += 1;
  const id = ids;
  become([...all.slice(-2), { ...toast, id }]);
  // A failure stays until it was read; what went well may go by itself.
  if (toast.tone === "good") setTimeout(() => hide(id), toast.undo ? 10_000 : 5_000);
}

const hide = (id: number): void => become(all.filter((one) => one.id !== id));

/** Says that something was done; `undo` is offered for ten seconds. */
export const sayDone = (title: string, undo?: () => void): void =>
  show({ tone: "good", title, undo });

export const detailOf = (problem: Problem): string =>
  [problem.detail, ...(problem.errors ?? []).map((one) => one.vi), problem.hint]
    .filter(Boolean)
    .join(" ");

/** Says that something cannot be done, where the controller was not even asked. */
export const sayNo = (title: string, more?: string): void => show({ tone: "bad", title, more });

/** Says what went wrong, what to do, and the code that somebody on the telephone can be told. */
export function sayWrong(error: unknown): void {
  const problem = problemIn(error);
  show({ tone: "bad", title: problem.title, more: detailOf(problem), code: problem.code });
}

export function Toasts() {
  const [now, set] = useState(all);
  useEffect(() => {
    watchers.add(set);
    return () => void watchers.delete(set);
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {now.map((toast) => (
        <div key={toast.id} class={`toast ${toast.tone}`}>
          <Icon name={toast.tone === "good" ? "check" : "warning"} />
          <div class="toast-text">
            <strong>{toast.title}</strong>
            {toast.more ? <span>{toast.more}</span> : null}
            {toast.code ? <span class="muted small">{t.error.code(toast.code)}</span> : null}
          </div>
          {toast.undo ? (
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                toast.undo?.();
                hide(toast.id);
              }}
            >
              {t.undo}
            </button>
          ) : null}
          <button
            type="button"
            class="icon-button"
            onClick={() => hide(toast.id)}
            aria-label={t.close}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
