import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSheet } from "../../../controller/fleet/sheet.adapter.ts";
import { must, type PeopleWorld, peopleWorld } from "../../support/people-world.ts";
import { xlsxOf } from "../../support/xlsx.ts";

let world: PeopleWorld;
beforeEach(async () => {
  world = await peopleWorld();
});
afterEach(() => world.close());

const csv = `Mã tỉnh,Tỉnh,Mã xã,Xã,Thôn,Số hộ,Số dân,Ngôn ngữ,Cụm loa,Loại,Vĩ độ,Kinh độ,Tỷ lệ
51,Quảng Ngãi,21024,Xã Trà Sơn,Thôn Đông,431,"1.702",vie,Cụm Nhà văn hoá,IP,"15,12",108.81,60%
,,,,Thôn Đông,,,,Cụm Chợ,IP,,,40 %
,,,,Thôn Đồng Ếch,208,811,"vie, hre",,,,,
,,21025,Xã Trà Thanh,Thôn Một,90,350,cua,Cụm Trà Thanh,hữu tuyến,,,
`;

const send = (bytes: Uint8Array | string, query = "", type = "text/csv") =>
  world.admin.ask("POST", `/api/fleet/import${query}`, Buffer.from(bytes as Uint8Array), {
    "content-type": type,
  });

test("a sheet with Vietnamese headings becomes places", async () => {
  const report = await must(send(csv));
  expect(report).toMatchObject({
    dryRun: false,
    rows: 4,
    provinces: { new: 1 },
    communes: { new: 2, changed: 0, same: 0 },
    hamlets: { new: 3 },
    clusters: { new: 3 },
    errors: [],
  });
  const hamlets = (await must(world.admin.get("/api/hamlets"))).items;
  expect(hamlets.find((one: { name: string }) => one.name === "Thôn Đồng Ếch")).toMatchObject({
    id: "21024-thon-dong-ech",
    commune: "21024",
    households: 208,
    people: 811,
    languages: ["vie", "hre"],
  });
  const clusters = (await must(world.admin.get("/api/clusters?commune=21024"))).items;
  expect(
    clusters.map((one: { name: string; hamlets: object[] }) => [one.name, one.hamlets]),
  ).toEqual([
    ["Cụm Chợ", [{ hamlet: "21024-thon-dong", share: 0.4 }]],
    ["Cụm Nhà văn hoá", [{ hamlet: "21024-thon-dong", share: 0.6 }]],
  ]);
  expect(clusters[1]).toMatchObject({ latitude: 15.12, longitude: 108.81, measurable: true });
  expect((await must(world.admin.get("/api/clusters?commune=21025"))).items[0]).toMatchObject({
    kind: "wired-bridge",
    measurable: false,
  });
});

test("the same sheet again changes nothing at all", async () => {
  await must(send(csv));
  const before = await world.snapshot();
  const again = await must(send(csv));
  expect(again).toMatchObject({
    communes: { new: 0, changed: 0, same: 2 },
    hamlets: { new: 0, same: 3 },
    clusters: { new: 0, same: 3 },
  });
  expect(await world.snapshot()).toBe(before);
});

test("a sheet with new figures changes those and nothing else", async () => {
  await must(send(csv));
  const report = await must(send("commune,hamlet,households\n21024,thôn đồng ếch,215\n"));
  expect(report).toMatchObject({
    hamlets: { new: 0, changed: 1 },
    clusters: { new: 0, changed: 0, same: 0 },
  });
  const { items } = await must(world.admin.get("/api/hamlets?q=dong%20ech"));
  expect(items[0]).toMatchObject({ households: 215, people: 811, languages: ["vie", "hre"] });
});

test("a sheet of clusters alone adds them, and leaves the hamlets of known ones as they are", async () => {
  await must(send(csv));
  const sheet =
    'Mã xã,Mã cụm,Cụm loa,Loại,Nhãn,Tỷ lệ,Thôn\n21024,,Cụm chợ,FM,"cho, trung-tam",,\n21024,kho,Cụm Kho,,,,\n21024,,Cụm Nhà văn hoá,,,"0,5",Thôn Đông\n';
  const report = await must(send(sheet));
  expect(report["clusters"]).toEqual({ new: 1, changed: 2, same: 0 });
  const { items } = await must(world.admin.get("/api/clusters?commune=21024"));
  const by = (name: string) => items.find((one: { name: string }) => one.name === name);
  expect(by("Cụm chợ")).toMatchObject({
    kind: "fm-bridge",
    tags: ["cho", "trung-tam"],
    hamlets: [{ hamlet: "21024-thon-dong", share: 0.4 }],
  });
  expect(by("Cụm Kho")).toMatchObject({ id: "kho", hamlets: [] });
  expect(by("Cụm Nhà văn hoá")).toMatchObject({
    hamlets: [{ hamlet: "21024-thon-dong", share: 0.5 }],
  });
  await must(send("Mã xã,Thôn,Cụm loa\n21024,Thôn Đông,Cụm Kho\n\n21024,Thôn Đông,Cụm chợ\n"));
  const kept = (await must(world.admin.get("/api/clusters?hamlet=21024-thon-dong"))).items;
  expect(
    Object.fromEntries(
      kept.map((one: { name: string; hamlets: { share: number }[] }) => [
        one.name,
        one.hamlets[0]?.share,
      ]),
    ),
  ).toEqual({ "Cụm chợ": 0.4, "Cụm Nhà văn hoá": 0.5, "Cụm Kho": 1 });
});

test("a province is renamed by its own name; a row without a commune or a name is told", async () => {
  await must(send(csv));
  const report = await must(send("Mã tỉnh,Tỉnh,Mã xã\n51,Tỉnh Quảng Ngãi,21024\n"));
  expect(report["provinces"]).toEqual({ new: 0, changed: 1, same: 0 });
  const dry = await must(
    send(
      "Mã xã,Xã,Mã tỉnh,Mã thôn,Thôn,Mã cụm,Nhãn,Tỷ lệ\n21050,Xã Mới,,,,,,\n,,51,,Thôn A,,,\n21024,,,thon-x,,,,\n21024,,,,,cum-x,,\n21024,,,,,,Nhãn Có Dấu!,200%\n",
      "?dryRun=1",
    ),
  );
  expect(
    dry.errors.map(({ row, column }: { row: number; column: string }) => `${row} ${column}`),
  ).toEqual(["2 Mã tỉnh", "3 Mã xã", "4 Thôn", "5 Cụm loa", "6 Nhãn", "6 Tỷ lệ"]);
});

test.for([
  ["a name that is too long", `Mã xã,Xã,Mã tỉnh\n21024,${"x".repeat(121)},51\n`, "2 Xã"],
  ["an id with marks", "Mã xã,Mã thôn\n21024,Thôn 1\n", "2 Mã thôn"],
  ["a position that is a word", "Mã xã,Cụm loa,Vĩ độ\n21024,C,bắc\n", "2 Vĩ độ"],
  ["a share of nothing", "Mã xã,Cụm loa,Tỷ lệ\n21024,C,0\n", "2 Tỷ lệ"],
] as const)("%s is told", async ([, text, where]) => {
  const dry = await must(send(text, "?dryRun=1"));
  expect(
    dry.errors.map(({ row, column }: { row: number; column: string }) => `${row} ${column}`),
  ).toContain(where);
});

test("a hamlet that the sheet does not count has nobody yet", async () => {
  await must(send(csv));
  await must(send("Mã xã,Thôn\n21024,Thôn Mới\n"));
  const { items } = await must(world.admin.get("/api/hamlets?q=thon%20moi"));
  expect(items).toEqual([
    expect.objectContaining({ households: 0, people: 0, languages: ["vie"] }),
  ]);
});

test("a dry run says what would happen and writes nothing", async () => {
  const before = await world.snapshot();
  const report = await must(send(csv, "?dryRun=1"));
  expect(report).toMatchObject({
    dryRun: true,
    communes: { new: 2 },
    hamlets: { new: 3 },
    errors: [],
  });
  expect(await world.snapshot()).toBe(before);
});

test("each wrong cell is named with its row, its column and the fix, and nothing is written", async () => {
  const wrong = `Mã tỉnh,Mã xã,Xã,Thôn,Số hộ,Vĩ độ,Loại,Ngôn ngữ
51,2102x,Xã A,Thôn 1,10,,,
51,21024,Xã B,Thôn 1,mười,200,vệ tinh,tiếng Hrê
51,21024,Xã C,Thôn 2,10,,,
,21030,,Thôn 3,1,,,
`;
  const before = await world.snapshot();
  const dry = await must(send(wrong, "?dryRun=true"));
  expect(
    dry.errors.map(({ row, column }: { row: number; column: string }) => [row, column]),
  ).toEqual([
    [2, "Mã xã"],
    [3, "Số hộ"],
    [3, "Ngôn ngữ"],
    [3, "Loại"],
    [3, "Vĩ độ"],
    [5, "Xã"],
  ]);
  for (const { vi } of dry.errors) expect(vi).toMatch(/[.!]$/);
  const reply = await send(wrong);
  expect([reply.status, reply.body.code]).toEqual([422, "sheet-rows"]);
  expect(reply.body.errors[0]).toEqual({
    field: "dòng 2, cột Mã xã",
    vi: '"2102x": mã phải có 5 chữ số.',
  });
  expect(await world.snapshot()).toBe(before);
});

test("rows that contradict each other, and places of others, are told", async () => {
  await must(send(csv));
  const dry = await must(
    send(
      "Mã xã,Xã,Mã tỉnh,Thôn,Số hộ,Mã cụm,Cụm loa\n21024,Xã X,51,Thôn Đông,5,,\n21024,Xã Y,51,Thôn Đông,6,,\n21025,,75,,,,\n21025,,,,,21024-cum-cho,Cụm Chợ\n",
      "?dryRun=1",
    ),
  );
  const said = dry.errors.map(
    ({ row, column, vi }: { row: number; column: string; vi: string }) => `${row} ${column}: ${vi}`,
  );
  expect(said).toEqual([
    "3 Xã: Khác với dòng 2; sửa cho giống nhau.",
    "3 Số hộ: Khác với dòng 2; sửa cho giống nhau.",
    "4 Mã tỉnh: Xã 21025 thuộc tỉnh 51, không phải 75.",
    "5 Mã cụm: Cụm loa 21024-cum-cho thuộc xã 21024.",
  ]);
});

test.for([
  ["an unknown heading", "Mã xã,Sô hộ dân cư\n21024,1\n"],
  ["no commune", "Thôn,Số hộ\nA,1\n"],
  ["a heading twice", "Mã xã,Thôn,Thôn\n21024,A,B\n"],
] as const)("%s is told in row 1", async ([, text]) => {
  const dry = await must(send(text, "?dryRun=1"));
  expect(dry.errors.length).toBeGreaterThan(0);
  for (const { row } of dry.errors) expect(row).toBe(1);
});

describe("spreadsheets of all kinds say the same:", () => {
  const rows = [
    ["Mã tỉnh", "Mã xã", "Xã", "Thôn", "Số hộ"],
    ["04", "01273", "Xã Trường Hà", "Thôn Bó Bẩm", "75"],
  ];
  const text = (mark: string, end: string) => rows.map((row) => row.join(mark)).join(end) + end;
  /** Windows-1258 as Vietnamese Windows writes it: base letters with their shape, tone marks apart. */
  const cp1258 = (plain: string): Uint8Array => {
    const table = new Map<string, number>();
    const decoder = new TextDecoder("windows-1258");
    for (let byte = 0; byte < 256; byte++) table.set(decoder.decode(Uint8Array.of(byte)), byte);
    const out: number[] = [];
    for (const letter of plain.normalize("NFC")) {
      const tone = letter.normalize("NFD").match(/[\u0300\u0301\u0303\u0309\u0323]/)?.[0] ?? "";
      const base = letter.normalize("NFD").replace(tone, "").normalize("NFC");
      for (const part of table.has(letter) ? [letter] : [base, tone])
        if (part) out.push(table.get(part) ?? 63);
    }
    return Uint8Array.from(out);
  };
  const kinds: [string, () => Uint8Array | Promise<Uint8Array>, string][] = [
    ["UTF-8", () => Buffer.from(text(",", "\n")), "text/csv"],
    ["UTF-8 with BOM, CRLF", () => Buffer.from(`\uFEFF${text(",", "\r\n")}`), "text/csv"],
    ["semicolons", () => Buffer.from(text(";", "\r\n")), "text/csv; charset=utf-8"],
    ["tabs in UTF-16", () => Buffer.from(`\uFEFF${text("\t", "\r\n")}`, "utf16le"), "text/plain"],
    ["decomposed letters", () => Buffer.from(text(",", "\n").normalize("NFD")), "text/csv"],
    ["windows-1258", () => cp1258(text(";", "\r\n")), "application/octet-stream"],
    [
      "XLSX",
      () => xlsxOf(rows),
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ],
    [
      "XLSX where codes became numbers",
      () => xlsxOf([rows[0] as string[], [4, 1273, "Xã Trường Hà", "Thôn Bó Bẩm", 75]]),
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ],
  ];
  test.for(kinds)("%s", async ([, bytes, type]) => {
    await must(send(await bytes(), "", type));
    const { items } = await must(world.admin.get("/api/hamlets"));
    expect(items).toEqual([
      expect.objectContaining({ commune: "01273", name: "Thôn Bó Bẩm", households: 75 }),
    ]);
    expect((await must(world.admin.get("/api/communes"))).items[0]).toMatchObject({
      name: "Xã Trường Hà",
      province: "04",
    });
  });
});

test("a form with a file works like the bare sheet", async () => {
  const form = [
    "--b",
    'content-disposition: form-data; name="file"; filename="xa.csv"',
    "content-type: text/csv",
    "",
    csv,
    "--b--",
    "",
  ].join("\r\n");
  const report = await must(
    world.admin.ask("POST", "/api/fleet/import", Buffer.from(form), {
      "content-type": "multipart/form-data; boundary=b",
    }),
  );
  expect(report["hamlets"]).toMatchObject({ new: 3 });
});

test.for([
  ["nothing", new Uint8Array()],
  ["zeros", new Uint8Array(100)],
  ["a broken archive", Buffer.from("PK\u0003\u0004nothing else")],
  ["an open quote", Buffer.from('Mã xã,Thôn\n"21024,A\n')],
])("%s is no sheet", async ([, bytes]) => {
  const reply = await send(bytes as Uint8Array);
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.status).toBeLessThan(500);
  expect(String(reply.headers["content-type"])).toContain("problem+json");
});

test("an archive that unpacks to more than it should is not unpacked", async () => {
  const bomb = await xlsxOf([["Mã xã"], ["21024"]]);
  const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
  for (let at = 0; at < bomb.length - 46; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0x7fffffff, true);
  }
  expect(await readSheet(bomb)).toBeUndefined();
});
