import { encodeQR } from "qr";

/** Rows of squares, true = dark, with the quiet edge of the standard. */
export const qrSquares = (text: string): boolean[][] =>
  encodeQR(text, "raw", { ecc: "medium", border: 4 });

/** The same squares as a GIF, `scale` pixels each. */
export const qrGif = (text: string, scale: number): Uint8Array =>
  encodeQR(text, "gif", { ecc: "medium", border: 4, scale });

/** And as the path of an SVG of one unit a square. */
export function qrSvg(text: string): string {
  const squares = qrSquares(text);
  const path = squares.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  const size = squares.length;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path d="${path.join("")}"/></svg>`
  );
}
