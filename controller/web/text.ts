import { vi } from "./text.vi.ts";

/** Every visible word. */
export const t = vi;
