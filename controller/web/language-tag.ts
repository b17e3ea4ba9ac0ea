/** Languages that have a code of two letters: then BCP 47, and with it `lang` of a page, takes no other. */
const short: Readonly<Record<string, string>> = {
  vie: "vi",
  khm: "km",
  lao: "lo",
  tha: "th",
  zho: "zh",
  eng: "en",
};

/** The BCP 47 tag of an ISO 639-3 code; a tag stays as it is. */
export const languageTag = (code: string): string => short[code] ?? code;
