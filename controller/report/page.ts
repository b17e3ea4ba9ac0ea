import { type Cell, cellText, type ReportContent, type ReportTable, tablesOf } from "./content.ts";

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const style = `:root{color-scheme:light dark;background:#fff;color:#16181b}
body{font:1.0625rem/1.55 system-ui,sans-serif;max-width:68rem;margin:0 auto;padding:1rem;overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.25}
h2{font-size:1.2rem;margin:1.5rem 0 .5rem}
a{color:#0b4ea2;display:inline-block;padding:.5rem 0}
.wide{overflow-x:auto;margin:.25rem 0 1.25rem}
table{border-collapse:collapse;min-width:100%}
h3{font-size:1.0625rem;margin:1.25rem 0 .25rem}
th,td{border:1px solid GrayText;padding:.4rem .6rem;text-align:left;vertical-align:top}
td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.seal{font-size:.875rem;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){:root{background:#16181b;color:#eceff3}a{color:#8ab8ff}}
@media print{@page{size:A4;margin:20mm 15mm 20mm 20mm}:root{color-scheme:light;background:#fff;color:#000}body{font:11pt/1.4 serif;max-width:none;padding:0}
.wide{overflow:visible;break-inside:auto}h2,h3{break-after:avoid}thead{display:table-header-group}tr{break-inside:avoid}table{width:100%;min-width:0;font-size:8.5pt}th,td{padding:2pt 3pt}nav{display:none}}`;

/** No script, no picture, nothing from elsewhere, and this style alone: the hash is that of the text above. */
export const resultsPolicy =
  "default-src 'none'; style-src 'sha256-aXTOgNZRFk0GTNLvidbWwjnTmPaWT9ooxx1gzCEfwQw='; base-uri 'none'; form-action 'none'";

function tableHtml({ id, title, columns, rows }: ReportTable): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column.title)}</th>`).join("");
  const cell = (value: Cell, at: number): string => {
    const column = columns[at] as (typeof columns)[number];
    const tag = column.kind === "text" ? "td" : 'td class="n"';
    return `<${tag}>${escaped(cellText(value, column))}</td>`;
  };
  const body = rows.map((cells) => `<tr>${cells.map(cell).join("")}</tr>`).join("\n");
  // A table that is wider than a phone is moved inside its own frame, by finger or by key.
  return `<h3 id="${id}">${escaped(title)}</h3>
<div class="wide" role="region" aria-labelledby="${id}" tabindex="0"><table aria-labelledby="${id}">
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody></table></div>\n`;
}

const page = (title: string, body: string): string => `<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${resultsPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${style}</style></head>
<body><main>
<h1>${escaped(title)}</h1>
${body}</main></body></html>
`;

/** What is public: figures by commune, outcome and theme, with their definition. People's names stay inside. */
const open = ["communes", "outcomes", "themes"];

export interface Published {
  readonly id: string;
  readonly sha256: string;
  readonly content: ReportContent;
}

/** `2026-06-14` → `14/6/2026`. */
const dayText = (day: string): string => day.split("-").map(Number).reverse().join("/");

/**
 * The results of a period for everybody: no script, readable on any phone and on paper. Its links name the files beside it, so a
 * folder of these pages opens from a disk and under any address.
 */
export function resultsPage({ id, sha256, content }: Published): string {
  const { head, period } = content;
  const tables = tablesOf(content).filter((one) => open.includes(one.id));
  return page(
    content.abstract,
    `<p>${escaped(content.place.name)}, ${escaped(period.label)} (${dayText(period.from)} – ${dayText(period.to)}).</p>
<h2>Cách tính</h2>
<p>Bậc chứng minh: ${escaped(content.rung)}. ${escaped(content.definition)}</p>
${content.clock === undefined ? "" : `<p>${escaped(content.clock)}</p>\n`}<h2>Số liệu</h2>
${tables.map(tableHtml).join("")}<p class="seal">Mã băm SHA-256 của báo cáo đã chốt: ${sha256}.${head ? ` Đầu nhật ký phát: dòng ${head.seq}, ${head.link}.` : ""}</p>
<nav aria-label="Tệp và báo cáo khác"><p><a href="${id}.json">Dữ liệu JSON</a> · <a href="index.html">Các báo cáo khác</a></p></nav>
`,
  );
}

export const resultsJson = ({ id, sha256, content }: Published) => ({
  id,
  sha256,
  kind: content.kind,
  place: content.place,
  period: content.period,
  rung: content.rung,
  definition: content.definition,
  ...(content.clock === undefined ? {} : { clock: content.clock }),
  ...(content.head ? { head: content.head } : {}),
  tables: tablesOf(content).filter((one) => open.includes(one.id)),
});

/** Where the list stands: at an address over the pages, among them, or in a folder on a disk, where nothing can be fetched. */
type Stand = "above" | "beside" | "folder";

export const indexPage = (all: readonly Published[], stand: Stand = "beside"): string => {
  const folder = stand === "above" ? "ket-qua/" : "";
  const download =
    stand === "folder"
      ? ""
      : `<nav aria-label="Tải về"><p><a href="${folder}ket-qua.zip">Tải cả thư mục (ZIP)</a></p></nav>\n`;
  return page(
    "Kết quả truyền thông qua hệ thống truyền thanh cơ sở",
    all.length === 0
      ? "<p>Chưa có báo cáo nào được công bố.</p>\n"
      : `<ul>\n${all
          .map(
            ({ id, content }) =>
              `<li><a href="${folder}${id}.html">${escaped(content.abstract)}</a></li>\n`,
          )
          .join("")}</ul>\n${download}`,
  );
};

/** Everything that is published, as a folder that needs no server: name of the file → its text. */
export function resultsFolder(all: readonly Published[]): ReadonlyMap<string, string> {
  const files = new Map([["index.html", indexPage(all, "folder")]]);
  for (const one of all) {
    files.set(`${one.id}.html`, resultsPage(one));
    files.set(`${one.id}.json`, `${JSON.stringify(resultsJson(one), null, 1)}\n`);
  }
  return files;
}
