import type { ComponentChildren } from "preact";

interface ChartProps {
  readonly title: string;
  /** What the picture says, in a sentence: also for whoever does not see it. */
  readonly about: string;
  readonly children: ComponentChildren;
  /** The same figures as rows. */
  readonly table: TableProps;
  readonly tableTitle: string;
}

/** A picture of figures: with its title, its sentence, and the same figures as a table. */
export const Chart = ({ title, about, children, table, tableTitle }: ChartProps) => (
  <figure class="chart">
    <figcaption>
      <strong>{title}</strong>
      <p class="muted small">{about}</p>
    </figcaption>
    {children}
    <details>
      <summary>{tableTitle}</summary>
      <Table {...table} caption={title} />
    </details>
  </figure>
);

export interface TableProps {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly caption?: string;
}

export const Table = ({ heads, rows, caption }: TableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
  <section class="scroll" tabIndex={0} aria-label={caption}>
    <table class="number">
      {caption ? <caption class="hidden">{caption}</caption> : null}
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.map((cell, n) =>
              n === 0 ? (
                <th key={heads[n]} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={heads[n]}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
