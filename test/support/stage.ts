import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { logIn, openBrowser, type Visit, type VisitOptions, visit } from "./browser.ts";
import { programPath } from "./needs.ts";
import { ADMIN, PASSWORD, startWebStation, type WebStation } from "./web-station.ts";

export interface Stage {
  readonly station: WebStation;
  readonly browser: Browser;
  /** Somebody opens the page and logs in (nobody: ""), then acts. A request to another host or a broken rule of the page fails. */
  as<T>(who: string, options: StageOptions, act: (one: Visit) => Promise<T>): Promise<T>;
  open(path: string): string;
}

export interface StageOptions extends VisitOptions {
  /** Where the page is opened instead of at the station itself. */
  readonly through?: string;
}

/** A station and a browser for the tests of a file, started before and stopped after them. */
export function stage(...how: Parameters<typeof startWebStation>): Stage {
  const here = programPath("chromium") !== undefined;
  const set: { station?: WebStation; browser?: Browser } = {};
  beforeAll(async () => {
    if (!here) return;
    [set.station, set.browser] = await Promise.all([startWebStation(...how), openBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await set.browser?.close();
    await set.station?.stop();
  }, 30_000);
  const station = (): WebStation => set.station as WebStation;
  return {
    get station() {
      return station();
    },
    get browser() {
      return set.browser as Browser;
    },
    open: (path) => `${station().base}${path}`,
    as: async (who, { through, ...options }, act) => {
      const one = await visit(set.browser as Browser, through ?? station().base, options);
      try {
        if (who !== "") await logIn(one.page, who, who === "admin" ? ADMIN : PASSWORD);
        const done = await act(one);
        expect({ foreign: one.foreign, wrong: one.wrong }).toEqual({ foreign: [], wrong: [] });
        return done;
      } finally {
        await one.context.close();
      }
    },
  };
}

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Asks the API as the person who is logged in to the page: what the screen does not offer must be refused too. */
export const asked = (page: Page, method: string, path: string, body: object = {}) =>
  page.evaluate(
    async ([how, where, what]) => {
      const reply = await fetch(where as string, {
        method: how as string,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(what),
      });
      return { status: reply.status, body: await reply.json().catch(() => undefined) };
    },
    [method, path, body] as const,
  );
