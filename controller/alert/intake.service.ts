import type { PersonId, ScopeId } from "../../contract/ids.ts";
import { centreScope } from "../../contract/ids.ts";
import type { Verify } from "../../contract/signed.ts";
import { dateOf } from "../../contract/station-time.ts";
import type { Clock } from "../../contract/time.ts";
import type { Actor } from "../access/access.ts";
import type { Audit } from "../access/audit.ts";
import type { Emit } from "../http/events.ts";
import type { Messages } from "../message/message.service.ts";
import { done, type Result, refuse } from "../problems.ts";
import type { AlertTable } from "../store/alert-tables.ts";
import type { AlertStore } from "./alert.store.ts";
import { isOpen, mayChange, type Prepared, preparedOf, type Spoken, stateAfter } from "./alert.ts";
import { type Located, scopeOver } from "./area.ts";
import type { CapAlert } from "./cap.ts";
import { readCap } from "./cap-read.ts";
import type { Covers, EmergencyOrders } from "./ports.ts";
import { expiryOf, judge, type Segment, segmentsOf, type Words } from "./proposal.ts";
import type { Turns } from "./turns.ts";
import { type ReadXml, resolve } from "./xml.ts";

export interface AlertParts {
  readonly clock: Clock;
  readonly store: AlertStore;
  readonly hash: (text: string) => string;
  readonly base64: (bytes: Uint8Array) => string;
  readonly newId: (prefix: string) => string;
  readonly readXml: ReadXml;
  readonly verify: Verify;
  readonly audit: Audit;
  readonly events: Emit;
  readonly messages: Pick<Messages, "create" | "one" | "approve">;
  readonly orders: EmergencyOrders;
  readonly covers: Covers;
}

export interface AlertDeps extends AlertParts {
  readonly turn: Turns;
  /** Tells open pages that an alert is new or changed. */
  readonly tell: (row: AlertTable) => Promise<void>;
}

/** Who stands behind an alert, and where their word counts. */
export interface Source {
  readonly origin: `person:${string}` | `key:${string}`;
  readonly by: Actor;
  readonly within: readonly ScopeId[];
}

export interface Received {
  /** False when this very alert was known. */
  readonly created: boolean;
  readonly row: AlertTable;
}

/** From bytes to a proposal. Whatever is wrong with them changes nothing. */
export async function receive(
  deps: AlertDeps,
  source: Source,
  bytes: Uint8Array,
): Promise<Result<Received>> {
  const cap = capIn(deps, bytes);
  if (!cap.ok) return cap;
  const alert = cap.value;
  const within = [...source.within].sort().join(" ");
  const original = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  // The same alert twice at once is one proposal; another need not wait while this one is spoken.
  return deps.turn(`${within} ${alert.sender} ${alert.identifier}`, () =>
    propose(deps, source, { alert, within, original }),
  );
}

async function propose(
  deps: AlertDeps,
  source: Source,
  {
    alert,
    within,
    original,
  }: { readonly alert: CapAlert; readonly within: string; readonly original: string },
): Promise<Result<Received>> {
  const known = await deps.store.same(within, alert);
  if (known) {
    const same = known.content_hash === deps.hash(original);
    return same ? done({ created: false, row: known }) : refuse("alert-differs");
  }
  const now = deps.clock.now();
  const fault = judge(alert, now);
  if (fault) return refuse(fault);
  const places = await placesOf(deps, source.within);
  const segments =
    alert.msgType === "Cancel"
      ? []
      : await prepared(deps, segmentsOf(alert, places), places, source.by.address);
  const row: AlertTable = {
    id: deps.newId("w"),
    within,
    sender: alert.sender,
    identifier: alert.identifier,
    sent: alert.sent,
    received_at: now,
    place: scopeOver(meantIn(segments, places)) ?? source.within[0] ?? centreScope,
    msg_type: alert.msgType,
    status: alert.status,
    state: "proposed",
    expires_at: expiryOf(alert),
    origin: source.origin,
    content_hash: deps.hash(original),
    original,
    body: JSON.stringify(alert),
    segments: JSON.stringify(segments),
    decided_by: null,
    decided_at: null,
    reason: null,
  };
  return deps.turn(CHANGES, () => enter(deps, source, row, alert));
}

/** Everything that changes what an alert is runs in this one lane: nobody airs what is being cancelled. */
export const CHANGES = "changes";

async function enter(
  deps: AlertDeps,
  source: Source,
  row: AlertTable,
  alert: CapAlert,
): Promise<Result<Received>> {
  await deps.store.add(row, alert.references);
  const settled = await settle(deps, source, row);
  await deps.audit.record({
    by: source.by,
    action: "alert.receive",
    subject: row.id,
    after: seen(settled),
  });
  await deps.tell(settled);
  return done({ created: true, row: settled });
}

function capIn(deps: AlertDeps, bytes: Uint8Array): Result<CapAlert> {
  const xml = deps.readXml(bytes);
  if (!xml.ok) return refuse(xml.code);
  const root = resolve(xml.root);
  if (!root) return refuse("xml-malformed");
  const read = readCap(root);
  if (read.ok) return done(read.alert);
  return read.code === "not-cap" ? refuse(read.code) : refuse(read.code, { errors: read.errors });
}

export const placesOf = async (
  deps: AlertDeps,
  within: readonly ScopeId[],
): Promise<readonly Located[]> => {
  const all = await deps.store.located(dateOf(deps.clock.now()));
  return all.filter((place) =>
    within.some((scope) => deps.covers(scope, `c-${place.commune}` as ScopeId)),
  );
};

export function meantIn(
  segments: readonly Pick<Segment, "clusters">[],
  places: readonly Located[],
): Located[] {
  const meant = new Set(segments.flatMap(({ clusters }) => clusters));
  return places.filter((place) => meant.has(place.cluster));
}

/** With a message for the words of each language that can be spoken, so that a person hears before deciding. */
export async function prepared(
  deps: AlertDeps,
  segments: readonly Segment[],
  places: readonly Located[],
  address: string,
): Promise<Prepared[]> {
  const out: Prepared[] = [];
  for (const segment of segments) {
    const spoken: Spoken[] = [];
    const place = scopeOver(meantIn([segment], places));
    for (const words of segment.words)
      spoken.push(await speak(deps, { ...segment, address }, words, place));
    out.push({ ...segment, spoken, broadcast: null, order: "none" });
  }
  return out;
}

async function speak(
  deps: AlertDeps,
  { orderGiver, address }: Segment & { readonly address: string },
  words: Words,
  place: ScopeId | undefined,
): Promise<Spoken> {
  if (place === undefined) return { message: null, note: "alert-no-clusters" };
  const made = await deps.messages.create(author(orderGiver, address), {
    title: words.title,
    theme: "khan-cap",
    language: words.language,
    text: words.text,
    place,
  });
  return made.ok ? { message: made.value.id, note: null } : { message: null, note: made.code };
}

/** The words are the sender's: nobody here wrote them, so any two people here may look and decide. */
const author = (name: string, address: string): Actor => ({
  id: "cap" as PersonId,
  username: "cap",
  name,
  roles: [{ role: "editor", place: centreScope }],
  address,
});

/** What a new alert changes in others, and others, that overtook it, in this one. */
async function settle(deps: AlertDeps, source: Source, row: AlertTable): Promise<AlertTable> {
  const overtaken = (await deps.store.referring(row.within, row)).find((one) =>
    mayChange(one, row),
  );
  if (overtaken) return mark(deps, row, overtaken.msg_type === "Cancel" ? "withdrawn" : "replaced");
  const meant = await deps.store.meantBy(row.id, row.within);
  const changed = meant.filter((one) => mayChange(row, one));
  const earlier = await Promise.all(changed.map((one) => caughtUp(deps, one)));
  const ends = row.msg_type === "Cancel" ? "withdrawn" : "replaced";
  for (const one of earlier.filter(isOpen)) {
    await dropWaiting(deps, source.by, one);
    const marked = await mark(deps, one, ends);
    await deps.audit.record({
      by: source.by,
      action: `alert.${ends}`,
      subject: one.id,
      before: seen(one),
      after: seen(marked),
    });
    await deps.tell(marked);
  }
  if (row.msg_type !== "Cancel") return row;
  const onAir = earlier.filter(({ state }) => state === "aired");
  const [first = row] = earlier;
  const change = { place: first.place, state: onAir.length > 0 ? "proposed" : "stopped" };
  await deps.store.update(row.id, change);
  return { ...row, ...change };
}

/** The alert with what people decided about its orders elsewhere. */
export async function caughtUp(deps: AlertDeps, row: AlertTable): Promise<AlertTable> {
  if (row.state !== "waiting") return row;
  const segments: Prepared[] = [];
  for (const segment of preparedOf(row)) {
    const state = segment.broadcast === null ? "" : await deps.orders.state(segment.broadcast);
    segments.push(state === "active" ? { ...segment, order: "active" } : segment);
  }
  const change = { segments: JSON.stringify(segments), state: stateAfter(segments) };
  await deps.store.update(row.id, change);
  return { ...row, ...change };
}

async function mark(deps: AlertDeps, row: AlertTable, state: string): Promise<AlertTable> {
  await deps.store.update(row.id, { state });
  return { ...row, state };
}

/** Takes back the orders of an alert that still wait for a second person. */
export async function dropWaiting(deps: AlertDeps, by: Actor, row: AlertTable): Promise<void> {
  for (const { broadcast } of preparedOf(row))
    if (broadcast !== null) await deps.orders.cancel(by, broadcast);
}

/** What the audit log keeps of an alert. */
export const seen = (row: AlertTable) => ({
  place: row.place,
  sender: row.sender,
  identifier: row.identifier,
  msgType: row.msg_type,
  status: row.status,
  state: row.state,
  origin: row.origin,
  contentHash: row.content_hash,
});
