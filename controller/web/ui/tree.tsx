import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

const levelOf = (item: HTMLElement | undefined): number =>
  Number(item?.getAttribute("aria-level") ?? 0);

/** An ARIA tree that is always open, its branches one after the other with their level: one stop for Tab, arrows inside. */
export function Tree({ label, children }: { label: string; children: ComponentChildren }) {
  const root = useRef<HTMLDivElement>(null);
  const all = () => [...(root.current?.querySelectorAll<HTMLElement>("[role=treeitem]") ?? [])];
  const stop = (at: HTMLElement | undefined) => {
    if (!at) return;
    for (const one of all()) one.tabIndex = one === at ? 0 : -1;
  };
  // Branches come and go with a search: one of them is always the stop.
  useEffect(() => {
    const items = all();
    if (!items.some((one) => one.tabIndex === 0)) stop(items[0]);
  });
  const keys = (event: KeyboardEvent) => {
    const items = all();
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const level = levelOf(items[at]);
    const next = {
      ArrowDown: items[at + 1],
      ArrowUp: items[at - 1],
      ArrowLeft: items.slice(0, at).findLast((one) => levelOf(one) < level),
      ArrowRight: levelOf(items[at + 1]) > level ? items[at + 1] : undefined,
      Home: items[0],
      End: items.at(-1),
    }[event.key];
    if (!next) return;
    event.preventDefault();
    stop(next);
    next.focus();
  };
  return (
    <div
      class="tree"
      role="tree"
      tabIndex={-1}
      aria-label={label}
      aria-multiselectable="true"
      ref={root}
      onKeyDown={keys}
      onFocusIn={(event) => stop(all().find((one) => one === event.target))}
    >
      {children}
    </div>
  );
}

interface TwigProps {
  readonly level: number;
  readonly checked: boolean | "mixed";
  readonly onToggle: () => void;
  readonly children: ComponentChildren;
}

export const Twig = ({ level, checked, onToggle, children }: TwigProps) => (
  <div
    role="treeitem"
    class={`check twig-${level}`}
    aria-level={level}
    aria-checked={checked}
    tabIndex={-1}
    onClick={onToggle}
    onKeyDown={(event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      onToggle();
    }}
  >
    {children}
  </div>
);
