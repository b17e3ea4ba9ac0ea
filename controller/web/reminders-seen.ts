/** A reminder as the API tells it: `before` is 14, 7 or 1 days. */
interface Told {
  readonly rule: string;
  readonly due: string;
  readonly before: number;
}

/** The next word about the same day has another name, so it is shown although the earlier one was hidden. */
export const nameOf = ({ rule, due, before }: Told): string => `${rule} ${due} ${before}`;

/** What a person has not hidden yet. */
export const unseen = <T extends Told>(told: readonly T[], hidden: readonly string[]): T[] =>
  told.filter((one) => !hidden.includes(nameOf(one)));

/** What is kept after one more is hidden: names of days that are over are dropped. */
export const hide = (told: readonly Told[], hidden: readonly string[], one: Told): string[] => [
  ...hidden.filter((name) => told.some((other) => nameOf(other) === name)),
  nameOf(one),
];

/** The list as a browser kept it; nothing where it is unreadable. */
export function hiddenIn(text: string | null): readonly string[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}
