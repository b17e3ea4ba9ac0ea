import type { Proof } from "./hamlet-proof.ts";

const SIDE = 8;

/** A texture for each word: even, hatched, dotted, or nothing at all. */
function texture(proof: Proof, colour: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = SIDE;
  tile.height = SIDE;
  const pen = tile.getContext("2d");
  if (!pen) return colour;
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  if (proof === "proven") pen.fillRect(0, 0, SIDE, SIDE);
  if (proof === "estimated") {
    // Three strokes, so that the hatching goes on from tile to tile.
    for (const at of [-SIDE, 0, SIDE]) {
      pen.moveTo(at, SIDE);
      pen.lineTo(at + SIDE, 0);
    }
    pen.stroke();
  }
  if (proof === "unmeasurable") pen.fillRect(SIDE / 2, SIDE / 2, 2, 2);
  return pen.createPattern(tile, "repeat") ?? colour;
}

const dashes: Readonly<Record<Proof, string>> = {
  proven: "",
  estimated: "8 4",
  unmeasurable: "2 4",
  unserved: "2 8",
};

/** Never colour alone: line and texture say which it is, in one and the same colour. */
export const outlineLook = (proof: Proof, colour: string): object => ({
  color: colour,
  weight: proof === "proven" ? 2 : 1.5,
  dashArray: dashes[proof],
  fillColor: texture(proof, colour),
  fillOpacity: proof === "proven" ? 0.18 : 0.4,
});
