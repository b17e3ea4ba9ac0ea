/** An element as it was written: nothing is looked up, fetched or expanded. */
export interface RawNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text directly inside it. */
  readonly text: string;
  readonly children: readonly RawNode[];
}

/** An element with its prefix resolved. */
export interface XmlNode {
  readonly namespace: string;
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

export type XmlFault = "xml-forbidden" | "xml-malformed" | "xml-too-deep" | "too-large";
export type ReadXml = (
  bytes: Uint8Array,
) =>
  | { readonly ok: true; readonly root: RawNode }
  | { readonly ok: false; readonly code: XmlFault };

/** Bytes of one document; an alert for every commune of a province with three languages has a tenth. */
export const LARGEST_XML = 262_144;
/** CAP itself nests five deep, an XML signature beside it eight. */
export const DEEPEST_XML = 16;
export const MOST_ELEMENTS = 20_000;

// XML 1.0 allows no control characters but tab and line ends, and no half surrogate pairs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Looks at the marks of a document before any parser does: a DTD, an entity, a processing instruction, too deep or too many
 * elements end it here. One pass, so a hostile text costs no more than an honest one.
 */
export function inspect(text: string): XmlFault | undefined {
  if (NOT_XML.test(text)) return "xml-malformed";
  const seen = { depth: 0, elements: 0 };
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const mark = markAt(text, at);
    if (mark.kind === "forbidden") return "xml-forbidden";
    const end = text.indexOf(mark.ends, at + mark.skip);
    if (end < 0) return "xml-malformed";
    if (mark.kind === "open") seen.elements += 1;
    seen.depth += depthAfter(mark.kind, text[end - 1] === "/");
    if (seen.depth > DEEPEST_XML || seen.elements > MOST_ELEMENTS) return "xml-too-deep";
    at = end + mark.ends.length;
  }
  return undefined;
}

function depthAfter(kind: "aside" | "open" | "close", empty: boolean): number {
  if (kind === "close") return -1;
  return kind === "open" && !empty ? 1 : 0;
}

function markAt(text: string, at: number) {
  if (text.startsWith("<!--", at)) return { kind: "aside", ends: "-->", skip: 4 } as const;
  if (text.startsWith("<![CDATA[", at)) return { kind: "aside", ends: "]]>", skip: 9 } as const;
  if (/^<\?xml\s/.test(text.slice(at, at + 6)) && at === 0)
    return { kind: "aside", ends: "?>", skip: 5 } as const;
  // What is left with "!" or "?" is a DTD, an entity or an instruction to the reader.
  if (text[at + 1] === "!" || text[at + 1] === "?")
    return { kind: "forbidden", ends: ">", skip: 1 } as const;
  return { kind: text[at + 1] === "/" ? "close" : "open", ends: ">", skip: 1 } as const;
}

const named = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** The five names and the numbers of XML 1.0; any other entity is unknown, which is `undefined`. */
export function unescapeXml(text: string): string | undefined {
  let known = true;
  const out = text.replace(/&([^;&<]{0,12});?/g, (whole, name: string) => {
    const found = whole.endsWith(";") ? (named.get(name) ?? numbered(name)) : undefined;
    if (found === undefined) known = false;
    return found ?? "";
  });
  return known ? out : undefined;
}

function numbered(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
  const code = digits?.[1] === undefined ? Number(digits?.[2]) : Number.parseInt(digits[1], 16);
  const allowed = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  const letter = allowed ? String.fromCodePoint(code) : "\u0000";
  return NOT_XML.test(letter) ? undefined : letter;
}

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&${[...named].find(([, letter]) => letter === mark)?.[0]};`);

/** Namespaces resolved (Namespaces in XML 1.0); an element whose prefix nobody declared is `undefined`. */
export function resolve(
  node: RawNode,
  above: Readonly<Record<string, string>> = {},
): XmlNode | undefined {
  const known = { ...above };
  for (const [name, value] of Object.entries(node.attributes)) {
    if (name === "xmlns") known[""] = value;
    else if (name.startsWith("xmlns:")) known[name.slice(6)] = value;
  }
  const colon = node.name.indexOf(":");
  const prefix = colon < 0 ? "" : node.name.slice(0, colon);
  const namespace = Object.hasOwn(known, prefix) ? known[prefix] : prefix === "" ? "" : undefined;
  const children = node.children.map((child) => resolve(child, known));
  if (namespace === undefined || children.includes(undefined)) return undefined;
  return {
    namespace,
    name: node.name.slice(colon + 1),
    text: node.text,
    children: children as XmlNode[],
  };
}
