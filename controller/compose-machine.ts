import { type ChannelName, channels, topic } from "../contract/channels.ts";
import { encode } from "../contract/codec.ts";
import type { ClusterId } from "../contract/ids.ts";
import { type Duration, seconds } from "../contract/time.ts";
import { breath } from "./breath.ts";
import { commitIn, composeUnits } from "./compose-ledger.ts";
import type { Foundation, PeopleSide } from "./compose-people.ts";
import { verifyDeps } from "./compose-verify.ts";
import { configDefaults } from "./dispatch/agent-config.ts";
import { boardStore } from "./dispatch/board.store.ts";
import { type Configure, createConfigure } from "./dispatch/configure.service.ts";
import { createDispatch, type Dispatch } from "./dispatch/dispatch.service.ts";
import { dispatchStore } from "./dispatch/dispatch.store.ts";
import { createDrafts, type Drafts } from "./dispatch/draft.service.ts";
import { createIssue } from "./dispatch/issue.service.ts";
import { type Keys, openKeys } from "./dispatch/keys.service.ts";
import { lanes as openLanes } from "./dispatch/lanes.ts";
import { pack, unpack } from "./dispatch/pack.adapter.ts";
import { createReconcile, type Reconcile } from "./dispatch/reconcile.service.ts";
import { type BoardHistory, createBoardHistory } from "./fleet/board-history.service.ts";
import { boardHistoryStore } from "./fleet/board-history.store.ts";
import { createEnrol, type Enrol } from "./fleet/enrol.service.ts";
import { enrolStore } from "./fleet/enrol.store.ts";
import { type BoardPresence, createPresence } from "./fleet/presence.service.ts";
import { presenceStore } from "./fleet/presence.store.ts";
import { bounded } from "./link/bounded.service.ts";
import { startInbound } from "./link/inbound.service.ts";
import type { Wire } from "./link/wire.ts";
import type { Brokerage, Machinery } from "./machinery.ts";
import type { AudioFiles } from "./message/audio.ts";
import { type Cases, createCases } from "./playlog/case.service.ts";
import { caseStore } from "./playlog/case.store.ts";
import { CASE_TYPE } from "./playlog/case.ts";
import { factsOf } from "./playlog/facts.ts";
import { createHeads, type Heads } from "./playlog/head.service.ts";
import { headStore } from "./playlog/head.store.ts";
import { HEAD_TYPE } from "./playlog/head.ts";
import { createPlaylog, type Playlog } from "./playlog/playlog.service.ts";
import { createQuarantine, type Quarantine } from "./playlog/quarantine.service.ts";
import { verifyAll } from "./playlog/verify.service.ts";
import type { Known } from "./schedule/timeline.service.ts";
import { settingStore } from "./store/setting.store.ts";

/** Everything that speaks with boards. */
export interface MachineSide {
  readonly dispatch: Dispatch;
  readonly playlog: Playlog;
  readonly quarantine: Quarantine;
  readonly enrol: Enrol;
  readonly presence: BoardPresence;
  readonly history: BoardHistory;
  readonly brokerage: Brokerage;
  readonly knownOfCluster: (cluster: ClusterId) => Promise<Known | undefined>;
  /** A JWS of the root key over this text. */
  readonly signHead: (text: string) => Promise<string>;
  readonly heads: Heads;
  readonly cases: Cases;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const BROKER_ANSWERS = seconds(10);

export async function composeMachine(
  base: Foundation,
  people: Pick<PeopleSide, "events" | "audit">,
  machinery: Machinery,
  grace: Duration,
): Promise<MachineSide> {
  const { db, clock, timers, log, hash } = base;
  const { events } = people;
  const keys = await openKeys({ clock, files: machinery.keyFiles, signWith: machinery.signWith });
  const boards = enrolStore(db);
  const brokerage = await machinery.openBrokerage(
    (agent) => enrol.active(agent),
    (what, client, where) => log.warn({ what, client, topic: where }, "broker refused"),
  );
  const wire: Wire = {
    ...brokerage.wire,
    publish: bounded(brokerage.wire.publish, timers, BROKER_ANSWERS),
  };
  const { dispatch, drafts, configure, store } = composeDispatch(
    base,
    people,
    machinery,
    keys,
    wire,
  );
  const enrol = createEnrol({
    clock,
    store: boards,
    hash,
    random: machinery.random,
    newSecret: machinery.newSecret,
    hashSecret: machinery.hashSecret,
    mqttUrl: () => brokerage.address,
    rootKey: keys.root,
    configOf: dispatch.configOf,
    disconnect: brokerage.disconnect,
    ...(brokerage.exportBoards ? { exportBoards: brokerage.exportBoards } : {}),
    events,
    audit: people.audit,
  });
  const { playlog, quarantine, heads, cases } = composePlaylog(
    base,
    people,
    machinery,
    keys,
    wire,
    grace,
  );
  const reconcile: Reconcile = createReconcile({
    clock,
    timers,
    heads: store.heads,
    again: (heads) => dispatch.again(heads),
    scopesOf: configure.scopesOfBoard,
    refresh: (agent, ask) => say(wire, "agent/{agent}/refresh", agent, ask),
    events,
    log,
  });
  const presence = createPresence({
    clock,
    timers,
    store: presenceStore(db),
    events,
    heartbeat: configDefaults.heartbeat,
    boardOf: enrol.active,
    onTwin: (agent, detail) => quarantine.doubt(agent, "cloned", detail),
    onApplied: (agent, said) => reconcile.heard(agent, said.applied, said.state === "birth"),
    log,
  });
  const history = createBoardHistory({
    ...base,
    store: boardHistoryStore(db),
    audit: people.audit,
  });
  const inbound = startInbound({
    clock,
    wire,
    verify: machinery.verify,
    takeReceipts: playlog.take,
    takePresence: (agent, said, at) => {
      presence.said(agent, said, at);
      if (said.state === "birth" || said.state === "heartbeat") history.heard(agent, at);
    },
    takeHealth: (agent, health, at) => {
      presence.health(agent, health, at);
      history.heard(agent, at, health);
    },
    keyOf: async (agent) => (await enrol.active(agent))?.publicKey,
    signTime: async (agent) => {
      const board = await enrol.active(agent);
      return board && keys.sign(board.place);
    },
    log,
  });
  wire.onState((connected) => {
    log.info({ connected }, "broker");
    if (connected)
      void dispatch
        .connected()
        .catch((error: unknown) => log.error({ error: String(error) }, "dispatch"));
  });

  return {
    dispatch,
    playlog,
    quarantine,
    enrol,
    presence,
    history,
    brokerage,
    heads,
    cases,
    signHead: signAs(keys, HEAD_TYPE),
    knownOfCluster: (cluster) => knownOf(cluster, { configure, drafts, playlog, clock }),
    start: async () => {
      await enrol.export();
      await presence.start();
      history.start();
      await wire.start();
      await dispatch.start();
      reconcile.start();
    },
    stop: async () => {
      reconcile.stop();
      await dispatch.stop();
      await inbound.settled();
      await playlog.settled();
      await presence.stop();
      await history.stop();
      await wire.stop();
      await brokerage.stop();
    },
  };
}

function composeDispatch(
  base: Foundation,
  { events }: Pick<PeopleSide, "events">,
  machinery: Machinery,
  keys: Keys,
  wire: Wire,
) {
  const { db, clock, timers, log, hash } = base;
  const store = dispatchStore(db, pack);
  const remembered = settingStore(db);
  const lanes = openLanes();
  const epoch = async () => Number((await remembered.get("epoch")) ?? 1);
  const drafts = createDrafts({
    clock,
    store,
    keys,
    hash,
    hashBytes: machinery.hashBytes,
    log,
    epoch,
  });
  const issue = createIssue({ clock, store, publish: wire.publish, events, log });
  const configure = createConfigure({
    ...{ clock, boards: boardStore(db), keys, drafts, issue, lanes },
    rest: () => breath(base),
  });
  const dispatch = createDispatch({
    clock,
    timers,
    store,
    keys,
    drafts,
    issue,
    configure,
    lanes,
    log,
  });
  return { store, drafts, configure, dispatch: { ...dispatch, again: issue.again } };
}

const signAs =
  ({ root }: Keys, typ: string) =>
  (text: string): Promise<string> =>
    root.sign.sign(typ, new TextEncoder().encode(text));

function composePlaylog(
  base: Foundation,
  { events, audit }: Pick<PeopleSide, "events" | "audit">,
  { hashBytes, base64Url, verify, ledger }: Machinery,
  keys: Keys,
  wire: Wire,
  grace: Duration,
): { playlog: Playlog; quarantine: Quarantine; heads: Heads; cases: Cases } {
  const { db, clock, timers, log, hash } = base;
  const units = composeUnits(db, hash);
  const { stores, inTransaction } = units;
  const checks = { db, hash, hashBytes, base64Url, verify, rootKey: () => keys.root.x };
  const quarantine = createQuarantine({ clock, stores, inTransaction, events, audit, log, grace });
  const playlog = createPlaylog({
    clock,
    timers,
    stores,
    ledger: ledger ?? { commit: commitIn(units, hash), most: 500 },
    inTransaction,
    sendAck: (agent, ack) => say(wire, "agent/{agent}/ack", agent, ack),
    events,
    log,
    verify: (outside) => verifyAll(verifyDeps(checks, clock), outside),
    grace,
  });
  const heads = createHeads({
    clock,
    hash,
    hashBytes,
    store: headStore(db),
    log: stores.log,
    sign: signAs(keys, HEAD_TYPE),
  });
  const cases = createCases({
    clock,
    hashBytes,
    base64Url,
    store: caseStore(db),
    heads,
    log: stores.log,
    rootKey: keys.root.x,
    sign: signAs(keys, CASE_TYPE),
    unpack,
    vouch: keys.vouch,
    audio: (sha256) => wholeSound(base.files, sha256),
  });
  return { playlog, quarantine, heads, cases };
}

async function wholeSound(files: AudioFiles, sha256: string): Promise<Uint8Array | undefined> {
  if ((await files.size(sha256)) === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of files.read(sha256)) parts.push(part);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Plain JSON to one board, as the table of channels says. */
function say<T extends ChannelName>(
  wire: Wire,
  name: T,
  id: string,
  body: Parameters<typeof encode<T>>[1],
): Promise<void> {
  const { qos, retain } = channels[name];
  return wire.publish(topic(name, id), encode(name, body), { qos, retain });
}

async function knownOf(
  cluster: ClusterId,
  {
    configure,
    drafts,
    playlog,
    clock,
  }: { configure: Configure; drafts: Drafts; playlog: Playlog; clock: Foundation["clock"] },
): Promise<Known | undefined> {
  const found = await configure.cluster(cluster);
  if (!found) return undefined;
  const documents = await drafts.current(found.scopes);
  const orders = documents.flatMap((one) =>
    one.kind === "plan" ? one.occurrences : one.emergencies,
  );
  // Of this cluster alone: an order of the province has a thousand others.
  const heard = await playlog.toldBy(
    cluster,
    orders.map(({ id }) => id),
  );
  const told = orders.map((order) => ({ order, receipts: heard.get(order.id) ?? [] }));
  const { regulated } = found;
  return { documents, cluster: found.cluster, facts: factsOf(told, clock.now()), regulated };
}
