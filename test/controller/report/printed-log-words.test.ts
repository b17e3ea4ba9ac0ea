import fc from "fast-check";
import { expect, test } from "vitest";
import { days, type Instant, instant } from "../../../contract/time.ts";
import type { LogRow } from "../../../controller/playlog/playlog-api.ts";
import type { LogFilter } from "../../../controller/playlog/ports.ts";
import { logContent, logLimits, tooLong } from "../../../controller/report/log-content.ts";
import { logForms, printable } from "../../../controller/report/log-table.ts";
import { filterLines, logTime, spanText } from "../../../controller/report/log-words.ts";

const at = (iso: string) => instant(Date.parse(iso));
const someAt = fc
  .oneof(
    fc.integer({ min: 0, max: 40_000 }).map((day) => day * days(1) - 7 * 3_600_000),
    fc.integer({ min: 0, max: 4_000_000_000_000 }),
  )
  .map((ms) => ms as Instant);

const row = {
  ...{ seq: 1, occurrence: "o-1", broadcast: "bc-1", title: "Tin", theme: null, level: "normal" },
  ...{
    cluster: "k-1",
    clusterName: "Cụm 1",
    commune: "21024",
    communeName: "Trà Sơn",
    agent: null,
  },
  ...{
    outcome: "played",
    outcomeText: "Đã phát",
    reason: null,
    reasonText: null,
    rung: "completed",
  },
  ...{
    rungText: "phát xong",
    proofText: "",
    measurable: true,
    notBefore: "2026-05-18T10:00:00.000Z",
  },
  ...{
    notAfter: null,
    startedAt: "2026-05-18T17:00:03.000Z",
    seconds: 29.5,
    sources: [],
    cut: null,
  },
  ...{ frames: 1, ofFrames: 1, late: false, clock: "confirmed", clockText: null, newest: true },
  ...{ at: "2026-05-18T18:00:00.000Z", sounds: [], evidence: {}, link: "ab" },
} as LogRow;
const cells = (more: Partial<LogRow>) => logForms.pdf.cells({ ...row, ...more });

test("a span says its days, both included, and the clock where it is no whole day", () => {
  const [a, b] = [at("2026-05-01T00:00:00+07:00"), at("2026-06-01T00:00:00+07:00")];
  expect(spanText(a, b)).toBe("Từ ngày 01/05/2026 đến ngày 31/05/2026");
  expect(spanText(a, undefined)).toBe("Từ ngày 01/05/2026");
  expect(spanText(undefined, b)).toBe("Đến ngày 31/05/2026");
  expect(spanText(undefined, undefined)).toBe("Từ trước đến nay");
  expect(spanText(at("2026-05-01T05:30:00+07:00"), at("2026-05-01T17:00:09.5+07:00"))).toBe(
    "Từ 05:30:00 ngày 01/05/2026 đến trước 17:00:09,500 ngày 01/05/2026",
  );
  expect(spanText(b, b)).toBe("Từ ngày 01/06/2026 đến trước 00:00:00 ngày 01/06/2026");
});

test("two filters that differ in time are never printed alike", () => {
  const some = fc.option(someAt, { nil: undefined });
  fc.assert(
    fc.property(some, some, some, some, (a, b, c, d) => {
      fc.pre(a !== c || b !== d);
      expect(spanText(a, b)).not.toBe(spanText(c, d));
    }),
  );
});

test("every wish has its line, and no wish that was not made has one", () => {
  const wishes = {
    cluster: ["k-1", "Cụm loa: Cụm chợ (k-1)"],
    commune: ["21024", "Xã: Xã Trà Sơn (21024)"],
    broadcast: ["bc-1", "Lệnh phát: bc-1"],
    message: ["tin-1", "Bản tin: tin-1"],
    title: ["tiêm chủng", "Tên bản tin có chữ: tiêm chủng"],
    approver: ["duyet", "Người duyệt có tên: duyet"],
    theme: ["ky-nang-so", "Chủ đề: Bình dân học vụ số (ky-nang-so)"],
    campaign: ["mua-lu", "Đợt cao điểm: Mùa lũ (mua-lu)"],
    level: ["emergency", "Mức: Khẩn cấp"],
    outcome: ["unreported", "Kết quả: Không có báo cáo"],
  } as const;
  const names = { cluster: "Cụm chợ", commune: "Xã Trà Sơn", campaign: "Mùa lũ" };
  fc.assert(
    fc.property(fc.subarray(Object.keys(wishes) as (keyof typeof wishes)[]), (made) => {
      const filter = Object.fromEntries(made.map((name) => [name, wishes[name][0]])) as LogFilter;
      const lines = filterLines(filter, names);
      for (const [name, [, line]] of Object.entries(wishes))
        expect(lines.includes(line)).toBe(made.includes(name as never));
      expect(lines).toHaveLength(made.length + 2);
    }),
  );
  expect(filterLines({ newest: true }, {})[1]).not.toBe(filterLines({}, {})[1]);
});

test("any time is read in 24 hours of the station and says the second that it is", () => {
  fc.assert(
    fc.property(someAt, (when) => {
      const [, d, m, y, clock] =
        /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d:\d\d:\d\d)$/.exec(logTime(when)) ?? [];
      expect(at(`${y}-${m}-${d}T${clock}+07:00`)).toBe(when - (when % 1_000));
    }),
  );
});

test("no text breaks the file, and what can be shown stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
      const said = printable(`${text}\uD800=1\u0000`);
      expect(said).not.toMatch(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u);
      expect(printable(said)).toBe(said);
    }),
  );
  expect(printable("=Ấp Đồng Ếch, 5 ½ 🙂")).toBe("=Ấp Đồng Ếch, 5 ½ 🙂");
});

test("a row of the page says when it sounded, or else when it was to, or when it was written", () => {
  expect(cells({})).toEqual([
    ...["19/05/2026 00:00:03", "Tin", "Cụm 1", "Trà Sơn", "Thông thường", "Đã phát", null, "29,5"],
    ...["phát xong", null],
  ]);
  expect(cells({ startedAt: null })?.[0]).toBe("lịch 18/05/2026 17:00:00");
  expect(cells({ startedAt: null, notBefore: null })?.[0]).toBe("ghi 19/05/2026 01:00:00");
  const bare = { title: null, clusterName: null, communeName: null, level: null };
  expect(cells({ ...bare, clock: "unconfirmed", measurable: false })).toMatchObject({
    ...{ 1: "o-1", 2: "k-1", 3: "21024", 4: null, 8: "phát xong; không đo được", 9: "có" },
  });
  expect(cells({ level: "other" })?.[4]).toBe("other");
});

test("a table has as many cells as columns, and each row its own", () => {
  for (const format of ["xlsx", "pdf"] as const) {
    const { columns, cells: of } = logForms[format];
    expect(of(row)).toHaveLength(columns.length);
    expect(of({ ...row, startedAt: null, seq: 2 })).not.toEqual(of(row));
  }
});

test("the content tells how much it holds, by which row it can be checked, and what one row is", () => {
  const made = logContent("pdf", {
    ...{ units: ["Xã Trà Sơn", "Xã Đồng Ếch"], filter: {}, names: {} },
    ...{ at: at("2026-05-18T23:05:09+07:00"), head: { seq: 7, link: "ef" as never } },
    rows: Array.from({ length: 1_234 }, () => logForms.pdf.cells(row)),
  });
  expect(made.unit).toBe("Đơn vị: Xã Trà Sơn, Xã Đồng Ếch");
  expect(made.evidence).toEqual([
    "Lập lúc 23:05:09 ngày 18/05/2026 (giờ Việt Nam)",
    "Số dòng: 1.234",
    "Đầu nhật ký phát lúc lập: dòng 7, ef",
    expect.stringContaining("Mỗi lần phát trên mỗi cụm có đúng một kết quả"),
  ]);
  expect(tooLong("xlsx")).toMatchObject({
    code: "log-too-long",
    detail: expect.stringContaining("20.000"),
  });
  expect(logLimits).toEqual({ xlsx: 20_000, pdf: 2_000 });
});
