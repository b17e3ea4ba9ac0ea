import { type Cell, cellText, type ReportContent, type ReportTable, tablesOf } from "./content.ts";

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const row = (cells: readonly string[], tag: "td" | "th"): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;

const tableHtml = ({ title, columns, rows }: ReportTable): string =>
  `<table border="1" cellpadding="4"><caption>${escaped(title)}</caption><thead>${row(
    columns.map((column) => column.title),
    "th",
  )}</thead><tbody>${rows
    .map((cells) =>
      row(
        columns.map((column, at) => cellText(cells[at] as Cell, column)),
        "td",
      ),
    )
    .join("")}</tbody></table>`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head><body><h1>${escaped(title)}</h1>${body}</body></html>\n`;

/** What is public: figures by commune, outcome and theme, with their definition. People's names stay inside. */
const open = ["communes", "outcomes", "themes"];

export interface Published {
  readonly id: string;
  readonly sha256: string;
  readonly content: ReportContent;
}

/** The results of a year for everybody: no script, no style, readable on any phone. */
export function resultsPage({ id, sha256, content }: Published): string {
  const { head } = content;
  const tables = tablesOf(content).filter((one) => open.includes(one.id));
  return page(
    content.abstract,
    `<p>${escaped(content.place.name)}, ${escaped(content.period.label)} (${escaped(content.period.from)} – ${escaped(content.period.to)}).</p>` +
      `<h2>Cách tính</h2><p>Bậc chứng minh: ${escaped(content.rung)}. ${escaped(content.definition)}</p>` +
      tables.map(tableHtml).join("") +
      `<p>Mã băm SHA-256 của báo cáo đã chốt: ${sha256}.${head ? ` Đầu nhật ký phát: dòng ${head.seq}, ${head.link}.` : ""}</p>` +
      `<p><a href="/ket-qua/${id}/json">Dữ liệu JSON</a> · <a href="/ket-qua">Các báo cáo khác</a></p>`,
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
  ...(content.head ? { head: content.head } : {}),
  tables: tablesOf(content).filter((one) => open.includes(one.id)),
});

export const indexPage = (all: readonly Published[]): string =>
  page(
    "Kết quả truyền thông qua hệ thống truyền thanh cơ sở",
    all.length === 0
      ? "<p>Chưa có báo cáo nào được công bố.</p>"
      : `<ul>${all
          .map(
            ({ id, content }) =>
              `<li><a href="/ket-qua/${id}">${escaped(content.abstract)}</a></li>`,
          )
          .join("")}</ul>`,
  );
