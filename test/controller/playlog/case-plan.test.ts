import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Occurrence, Plan } from "../../../contract/plan.ts";
import { hours, type Instant, later } from "../../../contract/time.ts";
import { keyFolder } from "../../../controller/dispatch/keys.adapter.ts";
import type { KeyRecord, KeyWord } from "../../../controller/dispatch/keys.ts";
import { pack, unpack } from "../../../controller/dispatch/pack.adapter.ts";
import { jwsVerifier, signWith } from "../../../controller/link/jws.adapter.ts";
import { CASE_TYPE, type CaseList, type CaseVerdict } from "../../../controller/playlog/case.ts";
import { checkCase } from "../../../controller/playlog/case-check.service.ts";
import {
  type CaseDocument,
  carriedIn,
  documentFaults,
  nameOf,
  receiptFaults,
} from "../../../controller/playlog/case-plan.ts";
import { sha256Of } from "../../../controller/sha256.adapter.ts";
import { ended, type StandIn, standIn } from "../../support/machine-board.ts";
import {
  COMMUNE,
  cancel,
  type MachineWorld,
  machineWorld,
  order,
  until,
} from "../../support/machine-world.ts";

const noon = 1_790_000_000_000 as Instant;
const scope = `c-${COMMUNE}` as never;
const sound = Buffer.from("OggS, as far as a hash is concerned");
const sha256 = sha256Of(sound);
const utf8 = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
let world: MachineWorld;
let board: StandIn;
let files: Map<string, Uint8Array>;
let keys: readonly KeyRecord[];
let occurrence: string;

beforeAll(async () => {
  world = await machineWorld({ now: noon });
  board = await standIn(world);
  world.sounds.set(sha256, sound);
  const parts = [{ kind: "audio", role: "message", audio: { sha256, bytes: 34, length: 30_000 } }];
  // Another item that is long in words, so that the plan is too long for one message.
  const long = {
    title: "x".repeat(190),
    approvedBy: Array.from({ length: 5 }, () => "y".repeat(190)),
  };
  for (let n = 0; n < 40; n++) await order(world, { ...long, clusters: ["cum-2"] } as never);
  occurrence = await order(world, { clusters: ["cum-1"], parts: parts as never });
  await world.dispatch.publish([scope], { urgent: true });
  await order(world, { clusters: ["cum-2"] });
  await world.dispatch.publish([scope], { urgent: true });
  const head = await world.store.db
    .selectFrom("document_head")
    .selectAll()
    .where("document", "=", "plan")
    .where("scope", "=", scope)
    .executeTakeFirstOrThrow();
  const { epoch, revision, hash } = head;
  await board.send(
    await board.batch(
      { kind: "delivered", scope, document: "plan", epoch, revision, hash } as never,
      ended(occurrence as never, { start: noon }),
    ),
  );
  await until(() => board.acked() === 2);
  await cancel(world, occurrence as never);
  await world.dispatch.publish([scope], { urgent: true });
  await world.playlog.close((noon - hours(1)) as Instant, later(noon, hours(3)));
  await world.heads.make();
  files = new Map(await world.cases.files({ occurrence, cluster: "cum-1" } as never));
  keys = await (await keyFolder(join(world.folder, "keys"))).load();
});
afterAll(async () => {
  await board.close();
  await world.close();
});

const deps = { hashBytes: sha256Of, verify: jwsVerifier() };
const keyOf = (place: string) => keys.find((key) => key.place === place) as KeyRecord;
const documents = (): CaseDocument[] =>
  JSON.parse(new TextDecoder().decode(files.get("plan.json"))).documents;
const payloadOf = (jws: string) =>
  JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString());

/** The case with these files put in and its list signed anew by the root key: only what lies deeper can give it away. */
async function forged(changed: Readonly<Record<string, Uint8Array>>): Promise<CaseVerdict> {
  const all = new Map([...files, ...Object.entries(changed)]);
  all.delete("case.jws");
  const list: CaseList = {
    ...payloadOf(new TextDecoder().decode(files.get("case.jws"))),
    files: [...all].map(([name, bytes]) => ({
      name,
      sha256: sha256Of(bytes),
      bytes: bytes.length,
    })),
  };
  const root = await signWith(keyOf("root"));
  all.set("case.jws", new TextEncoder().encode(await root.sign(CASE_TYPE, utf8(list))));
  return checkCase(deps, all);
}
const withPlan = (change: (first: CaseDocument) => CaseDocument | Promise<CaseDocument>) =>
  Promise.resolve(change(documents()[0] as CaseDocument)).then((first) =>
    forged({ "plan.json": utf8({ documents: [first] }) }),
  );

/** A signed document that holds nothing of this occurrence. */
async function urgentOf() {
  const head = await world.store.db
    .selectFrom("document_head")
    .select(["document", "epoch", "revision", "jws"])
    .where("document", "=", "urgent")
    .where("scope", "=", scope)
    .executeTakeFirstOrThrow();
  return { ...head, whole: undefined };
}

test("a case shows the signed plan that first carried the occurrence, and the one that took it back", async () => {
  const verdict = await checkCase(deps, files);
  expect(verdict).toMatchObject({ ok: true, faults: [], plans: 2, held: 1, audio: 1 });
  expect(documents().map(({ document, whole }) => [document, whole !== undefined])).toEqual([
    ["plan", true],
    ["plan", true],
  ]);
  const [first, last] = documents().map(({ whole }) => payloadOf(whole ?? ""));
  expect([first.tombstones.length, last.tombstones.length]).toEqual([0, 1]);
  expect((await forged({})).ok).toBe(true);
});

test("words are kept once for each change, packed small; of the rest only that they were issued", async () => {
  await world.dispatch.publish([scope], { urgent: true });
  const rows = await world.store.db
    .selectFrom("issued_document")
    .selectAll()
    .where("document", "=", "plan")
    .where("scope", "=", scope)
    .execute();
  expect(rows.length).toBeGreaterThanOrEqual(3);
  const { jws, whole } = documents()[0] as CaseDocument;
  for (const text of [jws, whole ?? ""]) expect(unpack(pack(text))).toBe(text);
  expect(pack(whole ?? "").length).toBeLessThan((whole ?? "").length / 8);
});

test("any flipped bit of any file is found, at its ends too, and a signature in another spelling", async () => {
  expect((await checkCase(deps, files)).faults).toEqual([]);
  const unfound: string[] = [];
  const altered = async (name: string, bytes: Uint8Array, how: string) => {
    const { faults } = await checkCase(deps, new Map([...files, [name, bytes]]));
    if (!faults.some((fault) => fault.startsWith(`${name}: `))) unfound.push(`${name} ${how}`);
  };
  for (const [name, bytes] of files) {
    const last = bytes.length - 1;
    const steps = Array.from({ length: 8 }, (_, n) => Math.floor((last * n) / 7));
    for (const at of new Set([...steps, 1, last - 1]))
      for (let bit = 0; bit < 8; bit++) {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        await altered(name, changed, `${at}/${bit}`);
      }
    await altered(name, bytes.subarray(0, last), "cut");
    await altered(name, Uint8Array.from([...bytes, 10, 10]), "longer");
  }
  const jws = new TextDecoder().decode(files.get("case.jws"));
  const [start, end] = [jws.slice(0, jws.lastIndexOf(".")), jws.slice(jws.lastIndexOf("."))];
  const respelled = end.replaceAll("-", "+").replaceAll("_", "/");
  if (respelled !== end)
    await altered("case.jws", new TextEncoder().encode(start + respelled), "in another alphabet");
  expect(unfound).toEqual([]);
});

test("a plan with other words is named, even where the list was signed anew", async () => {
  const found = await withPlan((first) => {
    const [header, payload = "", signature] = (first.whole ?? "").split(".");
    const other = Buffer.from(payload, "base64url").toString().replace("Chuyển", "Chuyến");
    return {
      ...first,
      whole: `${header}.${Buffer.from(other).toString("base64url")}.${signature}`,
    };
  });
  expect(found.faults.join()).toContain("bản đầy đủ không đúng chữ ký của khoá ra lệnh");
  const short = await withPlan((first) => ({ ...first, jws: `${first.jws.slice(0, -6)}AAAAAA` }));
  expect(short.faults.join()).toContain("không đúng chữ ký của khoá ra lệnh");
  const wrong = await withPlan((first) => ({ ...first, whole: documents()[1]?.whole ?? "" }));
  expect(wrong.faults.join()).toContain("khác mã băm mà bản rút gọn nêu");
  const revision = await withPlan((first) => ({ ...first, revision: first.revision + 1 }));
  expect(revision.faults.join()).toContain("ghi khác điều đã ký");
});

test("a plan signed by a key that the root key does not vouch for is no plan", async () => {
  const none = await withPlan(({ key: _, ...first }) => first);
  expect(none.faults.join()).toContain("không có khoá được khoá gốc xác nhận");
  const stranger = await withPlan(async (first) => {
    const word = { ...payloadOf(first.key ?? ""), x: keyOf("root").x };
    const other = await signWith(keyOf(String(scope)));
    return { ...first, key: await other.sign("vangxa-key+jws", utf8(word)) };
  });
  expect(stranger.faults.join()).toContain("không có khoá được khoá gốc xác nhận");
});

test("an occurrence, a sound or a play that the signed plan does not order is named", async () => {
  const ordered = JSON.parse(new TextDecoder().decode(files.get("occurrence.json")));
  const other = await forged({ "occurrence.json": utf8({ ...ordered, title: "Khác" }) });
  expect(other.faults.join()).toContain("nội dung khác occurrence.json");
  const foreign = Buffer.from("another sound");
  const more = await forged({ [`audio/${sha256Of(foreign)}.ogg`]: foreign });
  expect(more.faults.join()).toContain("lệnh không nêu âm thanh này");
  const absent = await forged({ "occurrence.json": utf8({ ...ordered, id: "occ-none" }) });
  expect(absent.faults.join()).toContain("nội dung khác occurrence.json");
  const [first] = documents();
  const without = await forged({
    "plan.json": utf8({ documents: [{ ...first, ...(await urgentOf()) }] }),
  });
  expect(without.faults).toContain("plan.json: không văn bản đã ký nào mang lần phát này.");
});

describe("by the words alone:", () => {
  const signed = {
    kind: "plan",
    scope,
    epoch: 1,
    revision: 7,
    issued: noon,
    occurrences: [],
    tombstones: [],
  } as never;
  const told: CaseDocument = { scope, document: "plan", epoch: 1, revision: 7, jws: "" };
  const key = (place: string, more: object = {}) =>
    ({
      kind: "key",
      kid: "k",
      place,
      x: "x",
      notBefore: noon,
      notAfter: later(noon, hours(1)),
      ...more,
    }) as KeyWord;
  const faultsOf = (place: string, more: object = {}, authority = "commune") => {
    const one = { id: "o", authority } as Occurrence;
    const plan = { ...(signed as Plan), occurrences: [one], ...more };
    return documentFaults({ ...told, ...more }, plan, key(place), "o", JSON.stringify(one));
  };

  test("a place orders for itself and below, never above or beside", () => {
    for (const place of [scope, "p-51", "centre"]) expect(faultsOf(place)).toEqual([]);
    expect(faultsOf("c-21024", { scope: "a-board" })).toEqual([]);
    expect(faultsOf("p-51", {}, "centre")).toHaveLength(1);
    for (const [place, over] of [
      ["c-1", scope],
      ["c-1", "p-51"],
      ["p-52", "p-51"],
      ["p-51", "centre"],
    ])
      expect(faultsOf(place ?? "", { scope: over })[0]).toContain("không được ra lệnh này");
  });

  test("a key signs within its own time", () => {
    const at = (issued: number) =>
      documentFaults(
        told,
        { ...(signed as Plan), issued: issued as Instant },
        key(scope),
        "o",
        "null",
      );
    expect([at(noon), at(noon - 1), at(noon + 3_600_000)].map(({ length }) => length)).toEqual([
      0, 1, 1,
    ]);
  });

  test("what a board signed as held and as heard must be what was ordered", () => {
    const held = {
      kind: "delivered",
      sequence: 1,
      scope,
      document: "plan",
      epoch: 1,
      revision: 7,
      hash: "h",
    };
    const heard = {
      kind: "ended",
      sequence: 2,
      occurrence: "o",
      parts: [{ sha256: "a" }, {}, { sha256: "b" }],
    };
    const check = (...bodies: object[]) =>
      receiptFaults(
        bodies.map((one) => JSON.stringify(one)),
        "o",
        ["a"],
        [{ ...told, hash: "h" }],
      );
    expect(check(held)).toEqual({ held: 1, faults: [] });
    expect(check({ ...held, revision: 8, hash: "other" })).toEqual({ held: 1, faults: [] });
    expect(check({ ...held, revision: undefined })).toEqual({ held: 0, faults: [] });
    expect(check({ ...held, hash: "other" }).faults[0]).toContain(
      "khác bản mà thiết bị nói đã nhận",
    );
    expect(
      check(heard, { ...heard, occurrence: "p" }, { kind: "boot", sequence: 3 }).faults,
    ).toEqual(["receipts.json: biên nhận 2 nói đã phát b, không có trong lệnh."]);
  });

  test("an emergency travels in the urgent document", () => {
    const one = { id: "o" } as Occurrence;
    expect(carriedIn({ kind: "urgent", emergencies: [one] } as never, "o")).toBe(one);
    expect(nameOf(told)).toBe("plan.json: văn bản c-21024/plan bản 7");
  });
});
