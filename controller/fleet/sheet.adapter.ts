import { parse } from "csv-parse/sync";
import readExcel from "read-excel-file/universal";
import type { ReadSheet, Sheet } from "./sheet.ts";

const MOST_ROWS = 50_000;
const MOST_UNPACKED = 128 * 1_048_576;

/** CSV as Vietnamese spreadsheets write it (`,` or `;` or tabs; UTF-8, UTF-16 or windows-1258) and XLSX. */
export const readSheet: ReadSheet = async (bytes) => {
  try {
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    return isZip ? await readXlsx(bytes) : readCsv(textOf(bytes));
  } catch {
    return undefined;
  }
};

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Excel's "CSV (Comma delimited)" on a Vietnamese Windows; its tone marks stand apart and NFC joins them.
    return new TextDecoder("windows-1258").decode(bytes).normalize("NFC");
  }
}

function readCsv(text: string): Sheet | undefined {
  if (text.includes("\u0000")) return undefined;
  const [first = ""] = text.split(/\r?\n/, 1);
  const counts = [",", ";", "\t"].map((mark) => ({ mark, n: first.split(mark).length }));
  const delimiter = counts.reduce((best, one) => (one.n > best.n ? one : best)).mark;
  const rows = parse(text, {
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: false,
    to: MOST_ROWS + 1,
    max_record_size: 100_000,
  }) as string[][];
  return rows.length > MOST_ROWS ? undefined : rows;
}

async function readXlsx(bytes: Uint8Array): Promise<Sheet | undefined> {
  if (unpackedSize(bytes) > MOST_UNPACKED) return undefined;
  // A copy: a Buffer may be a view of Node's shared pool.
  const sheets = await readExcel(new Uint8Array(bytes).buffer);
  const data = sheets[0]?.data ?? [];
  if (data.length > MOST_ROWS) return undefined;
  return data.map((row) => row.map((cell) => (cell === null ? "" : cellText(cell))));
}

// A count typed as 431 comes back as a number; a whole one must not become "431.0".
const cellText = (cell: string | number | boolean | Date | object): string =>
  cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);

/** What the archive says that it unpacks to; the unpacker allots no more than that. */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = 0; at + 46 <= bytes.length; at += 1) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    total += view.getUint32(at + 24, true);
    at += 45;
  }
  return total;
}
