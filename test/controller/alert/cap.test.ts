import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant } from "../../../contract/time.ts";
import { readCap } from "../../../controller/alert/cap-read.ts";
import { capTime, writeCap } from "../../../controller/alert/cap-write.ts";
import { readXml } from "../../../controller/alert/xml.adapter.ts";
import {
  DEEPEST_XML,
  escapeXml,
  LARGEST_XML,
  resolve,
  unescapeXml,
} from "../../../controller/alert/xml.ts";
import { alert, info, someAlert } from "../../support/alerts.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const xml = (text: string) => readXml(bytes(text));
const codeOf = (text: string) => {
  const read = xml(text);
  return read.ok ? "read" : read.code;
};

/** As the way in does it: bytes, elements, namespaces, fields. */
function read(text: string) {
  const found = xml(text);
  if (!found.ok) return found;
  const root = resolve(found.root);
  return root ? readCap(root) : { ok: false as const, code: "no-namespace" };
}

test("what is written is read back the same, whatever the alert", () => {
  fc.assert(
    fc.property(someAlert, (one) => {
      expect(read(writeCap(one))).toEqual({ ok: true, alert: one });
    }),
    { numRuns: 150 },
  );
});

test("UTC is written -00:00, never Z, and without fractions", () => {
  expect(capTime(instant(Date.UTC(2026, 4, 18, 5, 0, 7) + 321))).toBe("2026-05-18T05:00:07-00:00");
});

test("elements stand in the order of the schema", () => {
  const order = [
    ..."identifier sender sent status msgType source scope restriction addresses code note".split(
      " ",
    ),
    ..."references incidents info language category event responseType urgency severity".split(" "),
    ..."certainty audience eventCode effective onset expires senderName headline description".split(
      " ",
    ),
    ..."instruction web contact parameter area areaDesc polygon circle geocode".split(" "),
  ];
  fc.assert(
    fc.property(someAlert, (one) => {
      const [info] = one.infos;
      const text = writeCap({
        ...one,
        infos: info ? [{ ...info, areas: info.areas.slice(0, 1) }] : [],
      });
      const names = [...text.matchAll(/^(?:<(?:info|area)>)*<(\w+)>/gm)].map(
        ([, name]) => name ?? "",
      );
      const known = names.filter((name) => order.includes(name)).map((name) => order.indexOf(name));
      expect(known).toEqual(known.toSorted((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});

const good = writeCap(alert());

describe("hostile XML is refused before anything is read from it:", () => {
  const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
  const hostile: Record<string, readonly [string, string]> = {
    "billion laughs": [
      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">${lol.join("")}]><a>&l9;</a>`,
      "xml-forbidden",
    ],
    "an external entity": [
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`,
      "xml-forbidden",
    ],
    "a DTD elsewhere": [`<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>`, "xml-forbidden"],
    "a DTD after the declaration": [
      good.replace("<alert", "<!DOCTYPE alert>\n<alert"),
      "xml-forbidden",
    ],
    "a stylesheet": [`<?xml-stylesheet href="a.xsl"?>${good.slice(39)}`, "xml-forbidden"],
    "a second declaration": [
      good.replace("<info>", `<?xml version="1.0"?><info>`),
      "xml-forbidden",
    ],
    "an unknown entity": [good.replace("Lũ quét", "&nope;"), "xml-malformed"],
    "an entity named like a property": [good.replace("Lũ quét", "&constructor;"), "xml-malformed"],
    "an entity without its end": [good.replace("Lũ quét", "A & B"), "xml-malformed"],
    "a NUL by number": [good.replace("Lũ quét", "&#0;"), "xml-malformed"],
    "half a surrogate pair by number": [good.replace("Lũ quét", "&#xD800;"), "xml-malformed"],
    "a number beyond Unicode": [good.replace("Lũ quét", "&#x110000;"), "xml-malformed"],
    "a control character": [good.replace("Lũ quét", "\u0001"), "xml-malformed"],
    "too deep": [
      `${"<a>".repeat(DEEPEST_XML + 1)}${"</a>".repeat(DEEPEST_XML + 1)}`,
      "xml-too-deep",
    ],
    "too many elements": [`<a>${"<b/>".repeat(20_001)}</a>`, "xml-too-deep"],
    "too large": [`<a>${"x".repeat(LARGEST_XML)}</a>`, "too-large"],
    "two roots": ["<a/><b/>", "xml-malformed"],
    "tags that cross": ["<a><b></a></b>", "xml-malformed"],
    "a comment without its end": ["<a><!-- ", "xml-malformed"],
    "CDATA without its end": ["<a><![CDATA[ ", "xml-malformed"],
    "a tag without its end": ["<a", "xml-malformed"],
    "an attribute twice": [`<a x="1" x="2"/>`, "xml-malformed"],
    "a reserved name": ["<__proto__/>", "xml-malformed"],
    nothing: ["", "xml-malformed"],
    JSON: ["{}", "xml-malformed"],
  };
  test.for(Object.entries(hostile))("%s", ([, [text, code]]) => {
    expect(codeOf(text)).toBe(code);
  });

  test("bytes that are no UTF-8, UTF-16 among them", () => {
    expect(readXml(new Uint8Array([0x3c, 0xff, 0x3e]))).toEqual({
      ok: false,
      code: "xml-malformed",
    });
    expect(readXml(Buffer.from(good, "utf16le"))).toEqual({ ok: false, code: "xml-malformed" });
  });

  test("no shape of a quarter megabyte takes longer than three seconds", () => {
    const shapes = ["<!--", "<a ", "<a>", "&", "<![CDATA[", "<a b='", "]]>", "<a/>", "</a>"];
    for (const shape of shapes) {
      const text = `<a>${shape.repeat(Math.floor(LARGEST_XML / shape.length) - 4)}`;
      const start = performance.now();
      codeOf(text);
      expect(performance.now() - start, shape).toBeLessThan(3_000);
    }
  });

  test("random damage to a good alert is read or refused, never thrown", () => {
    const at = fc.integer({ min: 0, max: good.length });
    fc.assert(
      fc.property(at, at, fc.string({ unit: "binary", maxLength: 5 }), (from, to, put) => {
        const [start, end] = [Math.min(from, to), Math.max(from, to)];
        const result = read(`${good.slice(0, start)}${put}${good.slice(end)}`);
        expect(typeof result.ok).toBe("boolean");
      }),
      { numRuns: 300 },
    );
  });
});

test("comments, CDATA, the five names, numbers and prefixes are read as XML says", () => {
  const prefixed = good
    .replaceAll(/<(\/?)(\w)/g, "<$1cap:$2")
    .replace("xmlns=", "xmlns:cap=")
    .replace(
      "Lũ quét",
      "<!-- nhỏ --><![CDATA[Lũ <quét> & ]]>&#x110;&#7845;t &lt;ven&gt; &quot;suối&quot; &apos;&amp;&apos;",
    );
  const found = read(prefixed);
  expect(found.ok && found.alert.infos[0]?.event).toBe(`Lũ <quét> & Đất <ven> "suối" '&'`);
});

test("an ampersand that begins no entity is none", () => {
  for (const text of ["a & b", "&", "&amp", "&#;", "&#x;", "&toString;"])
    expect(unescapeXml(text), text).toBeUndefined();
});

test("escaping and its way back are one another's mirror", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(unescapeXml(escapeXml(text))).toBe(text);
    }),
  );
});

describe("an element outside the namespace is not the alert's:", () => {
  test("an alert of CAP 1.1, of no namespace, or another root", () => {
    expect(read(good.replace("cap:1.2", "cap:1.1"))).toMatchObject({ code: "not-cap" });
    expect(read(good.replace(/ xmlns="[^"]*"/, ""))).toMatchObject({ code: "not-cap" });
    expect(read(good.replaceAll("alert>", "warn>").replace("<alert", "<warn"))).toMatchObject({
      code: "not-cap",
    });
    expect(read("<x:alert/>")).toEqual({ ok: false, code: "no-namespace" });
  });

  test("a foreign status or info inside is left aside, a signature too", () => {
    const foreign = `<x xmlns="urn:x"><status>Actual</status></x><s:status xmlns:s="urn:s">Draft</s:status>`;
    const signature = `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>`;
    const found = read(good.replace("</alert>", `${foreign}${signature}</alert>`));
    expect(found).toEqual({ ok: true, alert: alert() });
  });
});

describe("every wrong field is named:", () => {
  const cases: Record<string, readonly [string | RegExp, string, string]> = {
    "no identifier": [/<identifier>.*<\/identifier>/, "", "identifier"],
    "an identifier with a comma": ["KTTV-2026", "KTTV,2026", "identifier"],
    "two statuses": ["</status>", "</status><status>Test</status>", "status"],
    "a status that is none": ["Actual", "actual", "status"],
    "no sent": [/<sent>.*<\/sent>/, "", "sent"],
    "a local time": ["01:00:00-00:00</sent>", "01:00:00</sent>", "sent"],
    "a day that is none": [
      "2026-05-18T01:00:00-00:00</sent>",
      "2026-02-30T01:00:00+07:00</sent>",
      "sent",
    ],
    "no category": [/<category>.*<\/category>/, "", "info.0.category"],
    "an unknown category": [">Met<", ">Storm<", "info.0.category"],
    "no event": [/<event>.*<\/event>/, "", "info.0.event"],
    "no area name": [/<areaDesc>.*<\/areaDesc>/, "", "info.0.area.0.areaDesc"],
    "a geocode without a name": [
      "<valueName>XA</valueName>",
      "",
      "info.0.area.0.geocode.0.valueName",
    ],
    "an open polygon": [
      "<geocode>",
      "<polygon>15,108 15,109 16,109 16,108</polygon><geocode>",
      "info.0.area.0.polygon",
    ],
    "a polygon of three": [
      "<geocode>",
      "<polygon>15,108 15,109 15,108</polygon><geocode>",
      "info.0.area.0.polygon",
    ],
    "a polygon off the earth": [
      "<geocode>",
      "<polygon>95,108 15,109 16,109 95,108</polygon><geocode>",
      "info.0.area.0.polygon",
    ],
    "a circle without a radius": [
      "<geocode>",
      "<circle>15,108</circle><geocode>",
      "info.0.area.0.circle",
    ],
    "a circle larger than the earth": [
      "<geocode>",
      "<circle>15,108 99999</circle><geocode>",
      "info.0.area.0.circle",
    ],
    "an update of nothing": [">Alert<", ">Update<", "references"],
    "references that are none": [
      "<info>",
      "<references>a,b c,d,2026-05-18T01:00:00+07:00,e</references><info>",
      "references",
    ],
    "no info": [/<info>[\s\S]*<\/info>/, "", "info"],
  };
  test.for(Object.entries(cases))("%s", ([, [what, by, field]]) => {
    const broken = good.replace(what, by);
    expect(broken).not.toBe(good);
    const found = read(broken);
    expect(found).toMatchObject({ ok: false, code: "cap-fields" });
    expect("errors" in found && found.errors.map((one) => one.field)).toContain(field);
  });

  test("all at once, not only the first", () => {
    const found = read(
      good.replace("Actual", "x").replace(">Met<", ">y<").replace(">Likely<", ">z<"),
    );
    expect("errors" in found && found.errors.map((one) => one.field)).toEqual([
      "status",
      "info.0.category",
      "info.0.certainty",
    ]);
  });
});

test("an alert that does not name its language is in American English, says the standard", () => {
  const found = read(good.replace(/<language>.*<\/language>/, ""));
  expect(found.ok && found.alert.infos[0]?.language).toBe("en-US");
  expect(info().language).toBe("vi-VN");
});

test("an attribute is no namespace, and a code may have no value", () => {
  const text = good
    .replace("<info>", `<info lang="vi">`)
    .replace("<value>21024</value>", "<value/>");
  const found = read(text);
  expect(found.ok && found.alert.infos[0]?.areas[0]?.geocodes).toEqual([{ name: "XA", value: "" }]);
});

test("a cancel needs no info", () => {
  const cancel = alert({
    msgType: "Cancel",
    infos: [],
    references: [{ sender: "a", identifier: "b", sent: instant(0) }],
  });
  expect(read(writeCap(cancel))).toEqual({ ok: true, alert: cancel });
});
