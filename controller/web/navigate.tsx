import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { addressOf, type Place, placeOf, type Screen } from "./route.ts";

const here = (): Place => placeOf(location.pathname, location.search);
const watchers = new Set<() => void>();

function tell(): void {
  for (const watch of watchers) watch();
}
window.addEventListener("popstate", tell);

export type Query = Readonly<Record<string, string | undefined>>;

/** Goes to a screen; its heading then takes the focus, so that a listener knows where they are. */
export function go(screen: Screen, query: Query = {}): void {
  history.pushState(null, "", addressOf(screen, query));
  window.scrollTo(0, 0);
  tell();
  requestAnimationFrame(() => document.querySelector<HTMLElement>("h1")?.focus());
}

/** Changes the filters of the screen that is shown; the way back does not step through every letter typed. */
export function setQuery(change: Query): void {
  const { screen, query } = here();
  history.replaceState(null, "", addressOf(screen, { ...Object.fromEntries(query), ...change }));
  tell();
}

export function usePlace(): Place {
  const [place, set] = useState(here);
  useEffect(() => {
    const look = () => set(here());
    watchers.add(look);
    look();
    return () => void watchers.delete(look);
  }, []);
  return place;
}

interface LinkProps {
  readonly to: Screen;
  readonly query?: Query;
  readonly class?: string;
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

export function Link({ to, query, children, current, ...more }: LinkProps) {
  const pick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to, query);
  };
  return (
    <a
      href={addressOf(to, query)}
      class={more.class}
      onClick={pick}
      {...(current ? { "aria-current": "page" } : {})}
    >
      {children}
    </a>
  );
}
