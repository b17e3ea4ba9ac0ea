/** Bytes that were downloaded on one station day. */
export interface Used {
  readonly day: number;
  readonly bytes: number;
}

/** As an earlier run wrote it; what is torn counts as nothing. */
export function readUsed(text: string | undefined): Used {
  try {
    const { day, bytes } = JSON.parse(text ?? "") as Partial<Used>;
    if (Number.isSafeInteger(day) && Number.isSafeInteger(bytes))
      return { day: Number(day), bytes: Math.max(0, Number(bytes)) };
  } catch {
    // A file that is no JSON says nothing.
  }
  return { day: 0, bytes: 0 };
}

/** Some more bytes on this day; a new day begins at zero. */
export const usedOn = (day: number, used: Used, bytes: number): Used =>
  used.day === day ? { day, bytes: used.bytes + bytes } : { day, bytes };
