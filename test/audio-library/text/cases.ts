import { readFileSync } from "node:fs";

export interface Case {
  readonly written: string;
  readonly spoken: string;
}

/** Cases are compared in NFC, in small letters, with single spaces. */
export const folded = (text: string): string =>
  text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();

/** Lines of "written TAB spoken"; a line that opens with # is a heading. */
export const casesOf = (file: string): readonly Case[] =>
  readFileSync(new URL(file, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line.includes("\t") && !line.startsWith("#"))
    .map((line) => {
      const [written = "", spoken = ""] = line.split("\t");
      return { written, spoken };
    });

export const inputText = (name: string): string =>
  readFileSync(new URL(`./input/${name}`, import.meta.url), "utf8");
