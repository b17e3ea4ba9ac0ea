/** Program → Debian package. */
export const programs: Readonly<Record<string, string>>;
/** Where the program is, or nothing. */
export function pathOf(name: string): string | undefined;
