import type { Instant } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import type { MessageTable } from "../store/tables.ts";
import { AUDIO_TYPE } from "./audio.ts";
import { themeName } from "./themes.ts";

export type Published = Pick<
  MessageTable,
  "id" | "title" | "theme" | "language" | "text" | "sha256" | "bytes" | "length" | "decided_at"
>;

const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** RFC 822, which RSS asks for: `Mon, 18 May 2026 05:00:00 +0000`. 1 January 1970 was a Thursday. */
export function mailDate(at: Instant): string {
  const iso = isoOf(at);
  const weekday = DAYS[(Math.floor(at / 86_400_000) + 4) % 7];
  const month = MONTHS[Number(iso.slice(5, 7)) - 1];
  return `${weekday}, ${iso.slice(8, 10)} ${month} ${iso.slice(0, 4)} ${iso.slice(11, 19)} +0000`;
}

const soundUrl = (base: string, row: Published): string => `${base}/audio/sha256/${row.sha256}`;
const seconds = (row: Published): number => Math.round((row.length ?? 0) / 1_000);
/** RSS wants the short code where a language has one. */
const shortCode = (language: string): string => (language === "vie" ? "vi" : language);
const WORDS = 4_000;

/** A podcast of what everybody may hear. */
export function rss(base: string, name: string, rows: readonly Published[]): string {
  const items = rows.map(
    (row) => `    <item>
      <title>${escaped(row.title)}</title>
      <description>${escaped((row.text ?? row.title).slice(0, WORDS))}</description>
      <guid isPermaLink="false">${escaped(row.id)}</guid>
      <pubDate>${mailDate((row.decided_at ?? 0) as Instant)}</pubDate>
      <category>${escaped(themeName(row.theme))}</category>
      <dc:language>${shortCode(row.language)}</dc:language>
      <enclosure url="${escaped(soundUrl(base, row))}" length="${row.bytes}" type="${AUDIO_TYPE}"/>
      <itunes:duration>${seconds(row)}</itunes:duration>
    </item>
`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${escaped(name)}</title>
    <link>${escaped(base)}/</link>
    <description>${escaped(name)}</description>
    <language>vi</language>
    <atom:link href="${escaped(base)}/api/library/feed.xml" rel="self" type="application/rss+xml"/>
${items.join("")}  </channel>
</rss>
`;
}

export const m3u = (base: string, rows: readonly Published[]): string =>
  [
    "#EXTM3U",
    ...rows.flatMap((row) => [`#EXTINF:${seconds(row)},${row.title}`, soundUrl(base, row)]),
    "",
  ].join("\n");
