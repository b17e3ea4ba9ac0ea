import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { cellText } from "../../../controller/report/content.ts";
import {
  indexPage,
  resultsFolder,
  resultsJson,
  resultsPage,
  resultsPolicy,
} from "../../../controller/report/page.ts";
import { content } from "../../support/report-content.ts";

const head = { seq: 7, link: "ab", root: "cd", day: "2026-06-12" };
const one = { id: "bc-1", sha256: "ef".repeat(32), content: { ...content, head } };
const said = (html: string): string =>
  html
    .replace(/<[^>]+>/g, "")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

test("the public page holds figures and their definition, no names of people, no markup from outside", () => {
  const html = resultsPage({ ...one, content: { ...one.content, abstract: "<script>Kết quả" } });
  expect(html).not.toContain("<script>");
  expect(html).toContain("&#60;script&#62;Kết quả");
  expect(html).toContain("Bậc chứng minh");
  expect(html).toContain("dòng 7");
  for (const text of [html, JSON.stringify(resultsJson(one))])
    expect(text).not.toContain("Nguyễn Văn An");
  expect(resultsJson(one).tables.map(({ id }) => id)).toEqual(["communes", "outcomes", "themes"]);
  const { head: _, ...headless } = one.content;
  expect(resultsPage({ ...one, content: headless })).not.toContain("Đầu nhật ký");
  expect(resultsJson({ ...one, content: headless })).not.toHaveProperty("head");
});

test("every cell of the page is the figure of the JSON, as a person reads it", () => {
  const html = resultsPage(one);
  const drawn = [...html.matchAll(/<tbody>(.*?)<\/tbody>/gs)].map(([, body = ""]) =>
    [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
      [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = ""]) => said(cell)),
    ),
  );
  const { tables } = JSON.parse(JSON.stringify(resultsJson(one))) as ReturnType<typeof resultsJson>;
  expect(drawn).toEqual(
    tables.map(({ columns, rows }) =>
      rows.map((row) => row.map((cell, at) => cellText(cell, columns[at] ?? { kind: "text" }))),
    ),
  );
  expect(drawn.flat().length).toBeGreaterThan(3);
});

const linksOf = (html: string) => [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to]) => to);

test("a folder of pages links only to what lies in it, so it opens from a disk and under any address", () => {
  const folder = resultsFolder([one, { ...one, id: "bc-2" }]);
  const names = ["index.html", "bc-1.html", "bc-1.json", "bc-2.html", "bc-2.json"];
  expect([...folder.keys()]).toEqual(names);
  for (const [name, text] of folder)
    if (name.endsWith(".html")) for (const to of linksOf(text)) expect(names).toContain(to);
  expect(linksOf(folder.get("index.html") ?? "")).toEqual(["bc-1.html", "bc-2.html"]);
  expect(linksOf(folder.get("bc-1.html") ?? "")).toEqual(["bc-1.json", "index.html"]);
  expect(JSON.parse(folder.get("bc-2.json") ?? "")).toMatchObject({ id: "bc-2" });
  expect(linksOf(indexPage([one]))).toEqual(["bc-1.html", "ket-qua.zip"]);
  expect(linksOf(indexPage([one], "above"))).toEqual(["ket-qua/bc-1.html", "ket-qua/ket-qua.zip"]);
  expect(indexPage([])).toContain("Chưa có báo cáo");
});

test("the page needs nothing but itself: its policy lets in its own style and no more", () => {
  for (const html of [resultsPage(one), indexPage([one])]) {
    expect(html).toContain(`http-equiv="Content-Security-Policy" content="${resultsPolicy}"`);
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(resultsPolicy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/https?:|<script|<img|<link|@import|url\(|style=|\son\w+=/);
  }
});
