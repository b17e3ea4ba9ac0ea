import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Document } from "../../../contract/plan.ts";
import type { Report } from "../../../contract/receipt.ts";
import type { Instant } from "../../../contract/time.ts";
import { jwsVerify } from "../../../edge-agent/link/jws.adapter.ts";
import { createDocuments } from "../../../edge-agent/plan/documents.service.ts";
import {
  AGENT,
  occurrenceOf,
  SCOPE,
  type SmallCentre,
  sha256,
  smallCentre,
  type TestKey,
  testKey,
} from "../../support/small-centre.ts";
import { VirtualFiles } from "../../support/virtual-files.ts";

let centre: SmallCentre;
let files: VirtualFiles;
let reports: Report[];
let applied: Instant[];
let behind: Map<string, string>;
let other: TestKey;

beforeAll(async () => {
  centre = await smallCentre();
  other = await testKey("other-1");
});
afterAll(() => centre.stop());
beforeEach(() => {
  files = new VirtualFiles();
  reports = [];
  applied = [];
  behind = new Map();
});

const documentsOf = () =>
  createDocuments({
    agent: AGENT,
    root: centre.root,
    files,
    verify: jwsVerify(),
    hash: sha256,
    now: () => Date.now() as Instant,
    report: async (report) => void reports.push(report),
    fetch: async (hash) => behind.get(hash),
    onApplied: (issued) => void applied.push(issued),
  });

const plan = (revision: number, fields: object = {}): Document =>
  ({
    kind: "plan",
    scope: SCOPE,
    epoch: 1,
    revision,
    issued: 1_790_000_000_000 + revision,
    horizon: { from: 0, to: 2_000_000_000_000 },
    occurrences: [occurrenceOf({ id: `o${revision}`, parts: [{ kind: "pause", length: 5 }] })],
    tombstones: [],
    ...fields,
  }) as unknown as Document;
const urgent = (revision: number): Document =>
  ({
    kind: "urgent",
    scope: SCOPE,
    epoch: 1,
    revision,
    issued: 1_790_000_000_000,
    emergencies: [],
    stops: [],
  }) as unknown as Document;

async function enrolled() {
  const documents = documentsOf();
  await documents.load(await centre.config());
  reports.length = 0;
  applied.length = 0;
  return documents;
}
const reasons = () => reports.map((report) => ("reason" in report ? report.reason : report.kind));

test("the first configuration comes with the enrolment, and without one nothing is trusted", async () => {
  const documents = documentsOf();
  await documents.load(undefined);
  await documents.take("plan", SCOPE, await centre.signed(plan(1)));
  expect([documents.config(), documents.current()]).toEqual([undefined, []]);
  await documents.load(await centre.config());
  expect(documents.config()).toMatchObject({ agent: AGENT, scopes: [SCOPE] });
  expect(documents.applied()).toMatchObject([{ scope: `a-${AGENT}`, document: "config" }]);
});

test("a plan is applied, kept as it was signed, and told with the hash of its payload", async () => {
  const documents = await enrolled();
  const jws = await centre.signed(plan(1));
  await documents.take("plan", SCOPE, jws);
  const hash = sha256(Buffer.from(jws.split(".")[1] ?? "", "base64url"));
  expect(reports).toEqual([
    { kind: "delivered", scope: SCOPE, document: "plan", epoch: 1, revision: 1, hash },
  ]);
  expect(files.content.get(`documents/${SCOPE}.plan.jws`)).toBe(`${hash}\n${jws}`);
  expect(applied).toEqual([1_790_000_000_001]);
  expect(documents.lacks("plan", SCOPE, 1)).toBe(false);
  expect(documents.lacks("plan", SCOPE, 2)).toBe(true);
});

test("the same document again, even spelt differently, changes and says nothing", async () => {
  const documents = await enrolled();
  const jws = await centre.signed(plan(1));
  await documents.take("plan", SCOPE, jws);
  await documents.take("plan", SCOPE, `${jws}\n`);
  expect(reports).toHaveLength(1);
  expect(applied).toHaveLength(1);
});

test("an older one is refused for good, also after a restart", async () => {
  const old = await centre.signed(plan(1));
  const documents = await enrolled();
  await documents.take("plan", SCOPE, old);
  await documents.take("plan", SCOPE, await centre.signed(plan(2)));
  await documents.take("plan", SCOPE, old);
  expect(reasons()).toEqual(["delivered", "delivered", "older-revision"]);
  const again = documentsOf();
  await again.load(undefined);
  expect(again.current()).toMatchObject([{ revision: 2 }]);
  await again.take("plan", SCOPE, old);
  expect(again.current()).toMatchObject([{ revision: 2 }]);
});

test("even when the file of the newest is lost, what is older stays out and the same comes back", async () => {
  const [one, two] = [await centre.signed(plan(1)), await centre.signed(plan(2))];
  const documents = await enrolled();
  await documents.take("plan", SCOPE, two);
  files.content.delete(`documents/${SCOPE}.plan.jws`);
  const again = documentsOf();
  await again.load(undefined);
  expect(again.current()).toEqual([]);
  await again.take("plan", SCOPE, one);
  expect(again.current()).toEqual([]);
  await again.take("plan", SCOPE, two);
  expect(again.current()).toMatchObject([{ revision: 2 }]);
});

test("a file that rotted on disk gives way to the one before it, never to anything unsigned", async () => {
  const documents = await enrolled();
  await documents.take("plan", SCOPE, await centre.signed(plan(1)));
  await documents.take("plan", SCOPE, await centre.signed(plan(2)));
  const name = `documents/${SCOPE}.plan.jws`;
  files.content.set(name, (files.content.get(name) ?? "").replace(/.$/, "A").replace("e", "f"));
  const again = documentsOf();
  await again.load(undefined);
  expect(again.current()).toMatchObject([{ revision: 1 }]);
});

test.each(["", "not-json", "[1"])(
  "a held file with %j in it does not stop the board",
  async (text) => {
    await enrolled();
    files.content.set("documents/held.json", text);
    files.content.set("documents/odd name", "x");
    const again = documentsOf();
    await again.load(undefined);
    expect(again.config()).toBeDefined();
  },
);

test("a plan with a reference is fetched, checked and kept with what stands behind it", async () => {
  const whole = await centre.signed(plan(3));
  const payload = Buffer.from(whole.split(".")[1] ?? "", "base64url");
  const hash = sha256(payload);
  const announced = await centre.signed(
    plan(3, { occurrences: [], ref: { sha256: hash, bytes: payload.length } }),
  );
  const documents = await enrolled();
  await documents.take("plan", SCOPE, announced);
  expect(documents.current()).toEqual([]);
  behind.set(hash, whole);
  await documents.take("plan", SCOPE, announced);
  expect(documents.current()).toMatchObject([{ occurrences: [{ id: "o3" }] }]);
  const again = documentsOf();
  await again.load(undefined);
  expect(again.current()).toMatchObject([{ occurrences: [{ id: "o3" }] }]);
  expect(again.applied()[1]?.hash).toBe(
    sha256(Buffer.from(announced.split(".")[1] ?? "", "base64url")),
  );
});

test.each([
  [
    "other content than its hash",
    async () => centre.signed(plan(4, { tombstones: [], title: "x" })),
    "wrong-hash",
  ],
  ["the content of another revision", async () => centre.signed(plan(9)), "malformed"],
  ["content that a stranger signed", async () => centre.signed(plan(4), other), "unknown-key"],
])("behind a reference %s is refused", async (_name, make, reason) => {
  const whole = await make();
  const truly = sha256(Buffer.from(whole.split(".")[1] ?? "", "base64url"));
  const hash = reason === "wrong-hash" ? sha256("something") : truly;
  behind.set(hash, whole);
  const documents = await enrolled();
  await documents.take(
    "plan",
    SCOPE,
    await centre.signed(plan(4, { occurrences: [], ref: { sha256: hash, bytes: 9 } })),
  );
  expect(documents.current()).toEqual([]);
  expect(reasons()).toEqual([reason]);
});

test("a configuration that revokes a key drops what that key signed, and only the root may write one", async () => {
  const documents = await enrolled();
  await documents.take("plan", SCOPE, await centre.signed(plan(1)));
  await documents.take(
    "config",
    AGENT,
    await centre.key.sign(
      "vangxa-config+jws",
      JSON.stringify({ ...documents.config(), revision: 999 }),
    ),
  );
  expect(documents.config()?.revision).not.toBe(999);
  expect(documents.current()).toHaveLength(1);
  await documents.take(
    "config",
    AGENT,
    await centre.config({ revoked: ["centre-1"], revision: 1_000 }),
  );
  expect(documents.current()).toEqual([]);
  await documents.take("plan", SCOPE, await centre.signed(plan(2)));
  expect(documents.current()).toEqual([]);
  expect(reasons()).toEqual(["delivered", "unknown-key", "delivered", "revoked-key"]);
});

test("documents of a scope that the board left are not played any more", async () => {
  const documents = await enrolled();
  await documents.take("plan", SCOPE, await centre.signed(plan(1)));
  await documents.take(
    "config",
    AGENT,
    await centre.config({ scopes: ["c-99999"], revision: 2_000 }),
  );
  expect(documents.current()).toEqual([]);
});

test("with a full disk an emergency is in force all the same, a plan is not, and both say so", async () => {
  const documents = await enrolled();
  files.full = true;
  const alarm = await centre.signed(urgent(2));
  await documents.take("urgent", SCOPE, alarm);
  await documents.take("plan", SCOPE, await centre.signed(plan(1)));
  expect(documents.current()).toMatchObject([{ kind: "urgent" }]);
  expect(reasons()).toEqual(["disk-full", "disk-full"]);
  await documents.take("urgent", SCOPE, await centre.signed(urgent(1)));
  expect(documents.current()).toMatchObject([{ revision: 2 }]);
  files.full = false;
  await documents.take("urgent", SCOPE, alarm);
  expect(reasons().slice(2)).toEqual(["older-revision", "delivered"]);
  expect(applied).toHaveLength(1);
});

test("after a disk that was full the next document is applied all the same", async () => {
  const documents = await enrolled();
  files.full = true;
  await documents.take("plan", SCOPE, await centre.signed(plan(1)));
  files.full = false;
  await documents.take("plan", SCOPE, await centre.signed(plan(2)));
  expect(documents.current()).toMatchObject([{ revision: 2 }]);
});

describe("refusals", () => {
  test("are told once an hour each, so that nobody can fill the journal", async () => {
    const documents = await enrolled();
    for (let n = 0; n < 20; n++) await documents.take("plan", SCOPE, `rubbish ${n}`);
    expect(reasons()).toEqual(["unsigned"]);
  });

  test("of a document that is far too long come before any check of it", async () => {
    const documents = await enrolled();
    await documents.take("plan", SCOPE, "x".repeat(13_000_000));
    expect(reasons()).toEqual(["too-large"]);
  });

  test("no changed letter of a signed document is ever applied", async () => {
    const documents = await enrolled();
    const jws = await centre.signed(plan(7));
    for (let i = 0; i < jws.length; i += 7) {
      const letter = jws[i] === "A" ? "B" : "A";
      await documents.take("plan", SCOPE, jws.slice(0, i) + letter + jws.slice(i + 1));
    }
    const contents = documents.current();
    // The last letter of a signature has bits that mean nothing; the content is the signed one all the same.
    if (contents.length > 0)
      expect(contents).toMatchObject([{ revision: 7, occurrences: [{ id: "o7" }] }]);
    expect(new Set(reasons())).not.toContain("malformed");
  });
});
