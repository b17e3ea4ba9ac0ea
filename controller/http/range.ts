/** Bytes `from … to`, both inside the file. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * One `bytes=` range of RFC 9110. `whole` = no range asked, or one that a server may ignore (several ranges, another unit);
 * `outside` = nothing of it lies in the file.
 */
export function spanOf(header: string | undefined, size: number): Span | "whole" | "outside" {
  const parts = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  const [first, last] = [parts?.[1] ?? "", parts?.[2] ?? ""];
  if (!parts || (first === "" && last === "")) return "whole";
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "outside" : { from: size - length, to: size - 1 };
  }
  const from = Number(first);
  const to = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < from) return "whole";
  return from >= size ? "outside" : { from, to };
}
