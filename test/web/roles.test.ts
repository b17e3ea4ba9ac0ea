import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test as plain } from "vitest";
import type { ScopeId } from "../../contract/ids.ts";
import {
  type Action,
  type HeldRole,
  may,
  type Role,
  roleNames,
} from "../../controller/access/access.ts";
import type { Api } from "../../demo/api.ts";
import { cases } from "../support/good-requests.ts";
import { needing, programPath } from "../support/needs.ts";
import { open as openRoutes } from "../support/open-routes.ts";
import { pathOf } from "../support/route-cases.ts";
import {
  beyond,
  type Control,
  controls,
  harmless,
  reading,
  type Things,
} from "../support/screen-controls.ts";
import { asked, stage } from "../support/stage.ts";
import { until } from "../support/station.ts";
import { PASSWORD } from "../support/web-station.ts";

const test = needing("chromium");
const on = stage();
const roles = Object.keys(roleNames) as readonly Role[];
/** Where somebody of this role works. */
const placeOf: Readonly<Record<Role, string>> = {
  admin: "centre",
  province: "p-51",
  editor: "c-21024",
  approver: "c-21024",
  technician: "c-21024",
  auditor: "c-21024",
};
let things: Things;

const parentOf = (place: ScopeId): ScopeId | undefined =>
  ({ "c-21024": "p-51", "p-51": "centre" })[place as string] as ScopeId | undefined;

function allowed(role: Role, action: Action, place: string): boolean {
  const held: HeldRole = { role, place: placeOf[role] as ScopeId };
  return may({ roles: [held] }, action, place as ScopeId, parentOf);
}
const offered = (role: Role, { action, place, also, alsoIn = "c-21024" }: Control): boolean =>
  allowed(role, action, place) && (also === undefined || allowed(role, also, alsoIn));

const writes = Object.keys(cases).filter(
  (name) => !name.startsWith("GET ") && !openRoutes.includes(name) && !reading.includes(name),
);

plain("every route that writes is behind a control of the table, or named as having none", () => {
  const behind = new Set([...controls.map(({ route }) => route), ...beyond]);
  expect(writes.filter((name) => !behind.has(name))).toEqual([]);
  expect([...behind].filter((name) => !writes.includes(name))).toEqual([]);
});

async function spoken(author: Api, title: string, place: string, theme = "thong-bao") {
  const text = `Kính thưa bà con, đây là ${title.toLowerCase()}.`;
  const words = { title, theme, language: "vie", text, place };
  const { id } = await author.post<{ id: string }>("/api/messages", words);
  await until(`${title} is spoken`, async () => {
    const { sha256 } = await author.get<{ sha256: string | null }>(`/api/messages/${id}`);
    return sha256 ?? undefined;
  });
  return id;
}

const iso = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

const cap = () => {
  const at = (minutes: number) => iso(minutes).replace(/\.\d+Z$/, "-00:00");
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>KTTV-1</identifier><sender>kttv@example.vn</sender>
<sent>${at(-1)}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
<info><language>vi-VN</language><category>Met</category><event>Lũ quét</event><urgency>Immediate</urgency><severity>Severe</severity>
<certainty>Likely</certainty><expires>${at(120)}</expires><headline>Cảnh báo từ nơi khác</headline>
<description>Nước suối lên nhanh.</description><area><areaDesc>Quanh nhà văn hoá</areaDesc><circle>15.2031,108.4502 2</circle></area></info></alert>`;
};

/** An order of each kind that a screen offers something to do with, one of the commune's and one of the province's. */
async function furnish(): Promise<Things> {
  const { admin } = on.station;
  for (const role of roles) {
    const held = [{ role, place: placeOf[role] }];
    const person = { username: `vai-${role}`, name: roleNames[role], password: PASSWORD };
    await admin.post("/api/people", { ...person, roles: held });
  }
  const duty = [{ role: "province", place: "p-51" }];
  await admin.post("/api/people", {
    ...{ username: "tinh", name: "Phạm Trực Tỉnh", password: PASSWORD, roles: duty },
  });
  const [editor, approver, province] = (await Promise.all(
    ["soan", "duyet", "tinh"].map((who) => on.station.by(who)),
  )) as [Api, Api, Api];
  const pending = await spoken(editor, "Tin chờ duyệt", "c-21024");
  const approved = await spoken(editor, "Tin đã duyệt", "c-21024");
  const hurried = await spoken(editor, "Lũ của xã", "c-21024", "khan-cap");
  const fromAbove = await spoken(admin, "Tin của tỉnh", "p-51");
  const hurriedAbove = await spoken(admin, "Lũ của tỉnh", "p-51", "khan-cap");
  for (const id of [approved, hurried]) await approver.post(`/api/messages/${id}/approve`, {});
  for (const id of [fromAbove, hurriedAbove])
    await province.post(`/api/messages/${id}/approve`, {});
  const order = async (by: Api, message: string, more: object) => {
    const where = { clusters: ["cum-1"] };
    const body = { messageIds: [message], where, level: "normal", when: { at: iso(40) }, ...more };
    return (await by.post<{ id: string }>("/api/broadcasts", body)).id;
  };
  const own = await order(approver, approved, { title: "Tin của xã" });
  const must = { level: "priority", notAfter: iso(240) };
  const above = await order(province, fromAbove, { ...must, title: "Tin một của tỉnh" });
  await order(province, fromAbove, { ...must, title: "Tin hai của tỉnh", when: { at: iso(50) } });
  await order(province, fromAbove, { title: "Tin tỉnh mời" });
  const hurry = (number: string) => ({
    ...{ level: "emergency", status: "exercise", when: { now: true } },
    emergency: { orderGiver: "Chủ tịch", orderNumber: number, hazard: "lũ", area: "xã" },
  });
  const first = await order(approver, hurried, hurry("1"));
  const second = await order(province, hurriedAbove, hurry("2"));
  const { token } = (await (
    await fetch(on.open("/api/session"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: "tinh", password: PASSWORD }),
    })
  ).json()) as { token: string };
  const sent = await fetch(on.open("/api/alerts"), {
    method: "POST",
    headers: { "content-type": "application/cap+xml", authorization: `Bearer ${token}` },
    body: cap(),
  });
  const alert = (await sent.json()) as { id: string };
  const frozen = (by: Api, abstract: object) =>
    by.post<{ id: string }>("/api/reports/month/freeze", abstract);
  const report = await frozen(editor, { commune: "21024" });
  const reportAbove = await frozen(province, { province: "51" });
  const day = { day: "12-20", name: "Ngày của tỉnh", kind: "note", place: "p-51" };
  const holiday = await province.post<{ id: string }>("/api/holidays", day);
  const source = (by: Api, name: string, place: string) =>
    by.post<{ id: string }>("/api/relay-sources", {
      ...{ name, place, url: `http://127.0.0.1:9/${place}` },
    });
  const relay = await source(editor, "Đài xã", "c-21024");
  const relayAbove = await source(province, "Đài tỉnh", "p-51");
  return {
    ...{ relay: relay.id, relayAbove: relayAbove.id },
    ...{ pending, approved, own, above, hurry: first, hurryAbove: second, alert: alert.id },
    ...{ report: report.id, reportAbove: reportAbove.id, dayAbove: holiday.id },
  };
}

beforeAll(async () => {
  if (programPath("chromium") !== undefined) things = await furnish();
}, 120_000);

interface Seen {
  readonly name: string;
  readonly around: string;
}

/** Every button of the page's own part, and of a dialog over it, with the words around it; what opens a line of a list is left out. */
async function buttonsAt(page: Page, path: string): Promise<readonly Seen[]> {
  const named = path.replace("=pending", `=${things.pending}`);
  await page.goto(on.open(named));
  await page.locator("h1").waitFor();
  await page.waitForTimeout(400);
  await page.locator(".waiting").first().waitFor({ state: "detached" });
  return page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    const all = document.querySelectorAll("main button:not(.item, .block), dialog button");
    return [...all]
      .filter((one) => (one as HTMLElement).checkVisibility())
      .map((one) => ({
        name: (one.getAttribute("aria-label") ?? one.textContent ?? "").trim(),
        around: one.closest("li, section.card, .notice")?.textContent ?? "",
      }));
  });
}

const isThere = (seen: readonly Seen[], { name, within }: Control): boolean =>
  seen.some((one) => name.test(one.name) && one.around.includes(within ?? ""));

const plainScreens = ["/play-log", "/reach", "/province", "/more", "/guide", "/claim"];
const paths = [...new Set([...controls.map(({ path }) => path), ...plainScreens])];

const known = [...controls.map(({ name }) => name), ...harmless];

/** What this page offers the role and should not, does not and should, and buttons that nobody thought of. */
function wrongAt(role: Role, path: string, seen: readonly Seen[]): string[] {
  const mine = controls.filter((one) => one.path === path);
  const told = (one: Control, what: string) => `${path}: ${one.name} ${one.within ?? ""} ${what}`;
  return [
    ...mine
      .filter((one) => isThere(seen, one) && !offered(role, one))
      .map((one) => told(one, "is offered")),
    ...mine
      .filter((one) => !isThere(seen, one) && offered(role, one))
      .map((one) => told(one, "is missing")),
    ...seen
      .filter(({ name }) => !known.some((one) => one.test(name)))
      .map(({ name }) => `${path}: nobody knows the button ${name}`),
  ];
}

describe.each(roles)("%s", (role) => {
  test(
    "is offered exactly the writes of the role, and is refused the others by the API",
    {
      timeout: 180_000,
    },
    () =>
      on.as(`vai-${role}`, {}, async ({ page }) => {
        const wrong: string[] = [];
        for (const path of paths) wrong.push(...wrongAt(role, path, await buttonsAt(page, path)));
        for (const one of controls.filter(({ action, place }) => !allowed(role, action, place))) {
          const { status } = await refusal(page, one.route, one.id ? things[one.id] : undefined);
          if (status !== 403) wrong.push(`${one.route} answers ${status}`);
        }
        expect(wrong).toEqual([]);
      }),
  );
});

/** What the API says to a good request of this route, about this thing. */
function refusal(page: Page, route: string, id: string | undefined) {
  const [method = "", url = ""] = route.split(" ");
  const good = cases[route] ?? {};
  const here = { code: "21024", ...(url.includes("/clusters/") ? { id: "cum-1" } : {}) };
  const params = { ...good.params, ...here, ...(id === undefined ? {} : { id }) };
  return asked(page, method, pathOf({ url }, { ...good, params }), good.body ?? {});
}
