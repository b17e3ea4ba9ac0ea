import { vi } from "./text.vi.ts";

export type Text = typeof vi;
export type Language = "vi" | "en";

/** Every visible word. It is set once, before anything is drawn. */
export let t: Text = vi;

// Not among what a log-out forgets: it belongs to the device.
const KEY = "vangxa.set.language";

export const language = (): Language => (localStorage.getItem(KEY) === "en" ? "en" : "vi");

/** Words of one part of the app, which come with that part. */
export const inLanguage = <T>(inVietnamese: T, inEnglish: NoInfer<T>): T =>
  language() === "en" ? inEnglish : inVietnamese;

export async function loadText(): Promise<void> {
  if (language() !== "en") return;
  t = (await import("./text.en.ts")).en;
  document.documentElement.lang = "en";
}

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(KEY, chosen);
  location.reload();
}
