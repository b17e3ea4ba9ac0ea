import { XMLParser, XMLValidator } from "fast-xml-parser";
import { inspect, LARGEST_XML, type RawNode, type ReadXml, unescapeXml } from "./xml.ts";

// Everything that interprets is off: text stays text, entities stay as written, order is kept.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: "#cdata",
});

/** One element in the library's order-keeping shape: its name, its attributes under ":@". */
type Loose = Readonly<Record<string, unknown>>;

class Unreadable extends Error {}

/** UTF-8 XML to plain elements; whatever is not plain is refused before and after the library reads it. */
export const readXml: ReadXml = (bytes) => {
  if (bytes.length > LARGEST_XML) return { ok: false, code: "too-large" };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const fault = inspect(text);
    if (fault) return { ok: false, code: fault };
    if (XMLValidator.validate(text) !== true) return { ok: false, code: "xml-malformed" };
    const top = (parser.parse(text) as Loose[]).filter((one) => !("#text" in one));
    const [root] = top;
    if (!root || top.length > 1) return { ok: false, code: "xml-malformed" };
    return { ok: true, root: nodeOf(root) };
  } catch {
    // The library throws for what its validator let pass (reserved names), the decoder for what is no UTF-8.
    return { ok: false, code: "xml-malformed" };
  }
};

function nodeOf(loose: Loose): RawNode {
  const name = Object.keys(loose).find((key) => key !== ":@") ?? "";
  const inside = loose[name] as Loose[];
  const attributes = Object.entries((loose[":@"] ?? {}) as Record<string, string>);
  return {
    name,
    attributes: Object.fromEntries(attributes.map(([key, value]) => [key, plain(value)])),
    text: inside.map(textOf).join(""),
    children: inside.filter((one) => !("#text" in one || "#cdata" in one)).map(nodeOf),
  };
}

function textOf(one: Loose): string {
  if ("#text" in one) return plain(String(one["#text"]));
  // CDATA holds no entities: its text is what is written.
  if ("#cdata" in one) return (one["#cdata"] as Loose[]).map((each) => each["#text"]).join("");
  return "";
}

function plain(text: string): string {
  const read = unescapeXml(text);
  if (read === undefined) throw new Unreadable("an entity that XML does not know");
  return read;
}
