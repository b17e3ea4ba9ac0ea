import type { Block, Column } from "../report/content.ts";
import { count, lengthText, percent } from "./station.ts";
import { t } from "./text.ts";

/** A heading, a paragraph or a table of a report, as it stands on paper. */
export function Shown({ block }: { block: Block }) {
  if (block.kind === "heading") return <h3>{block.text}</h3>;
  if (block.kind === "paragraph") return <p>{block.text}</p>;
  const { columns, rows, title } = block.table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={title}>
      <table>
        <caption class="small muted">{title}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col">
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join(" ")}>
              {row.map((cell, at) => (
                <td key={columns[at]?.title} class="number">
                  {cellText(cell, columns[at]?.kind ?? "text")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cellText(cell: unknown, kind: Column["kind"]): string {
  if (typeof cell !== "number") return cell === null || cell === undefined ? "–" : String(cell);
  if (kind === "percent") return percent(cell);
  return kind === "seconds" ? lengthText(cell, t.length) : count(cell);
}
