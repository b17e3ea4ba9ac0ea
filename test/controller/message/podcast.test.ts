import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { instant } from "../../../contract/time.ts";
import { m3u, mailDate, type Published, rss } from "../../../controller/message/podcast.ts";

const row: Published = {
  id: "m-1",
  title: "Lúa & <gạo>",
  theme: "ky-nang-so",
  language: "vie",
  text: null,
  sha256: "a".repeat(64),
  bytes: 1_234,
  length: 61_400,
  decided_at: Date.parse("2026-05-18T05:00:00Z"),
};

test("a date as mail writes it", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true }),
      (date) => {
        expect(mailDate(instant(date.getTime()))).toBe(date.toUTCString().replace("GMT", "+0000"));
      },
    ),
  );
});

test("an item has its title, theme, words and sound", () => {
  const xml = rss("https://loa.example", "Truyền thanh", [
    row,
    { ...row, language: "hre", length: null, decided_at: null },
  ]);
  expect(XMLValidator.validate(xml)).toBe(true);
  const [item, other] = new XMLParser({ ignoreAttributes: false }).parse(xml).rss.channel.item;
  expect(item).toMatchObject({
    title: "Lúa & <gạo>",
    description: "Lúa & <gạo>",
    category: "Bình dân học vụ số",
    "dc:language": "vi",
    pubDate: "Mon, 18 May 2026 05:00:00 +0000",
    "itunes:duration": 61,
    enclosure: {
      "@_url": `https://loa.example/audio/sha256/${row.sha256}`,
      "@_length": "1234",
      "@_type": "audio/ogg",
    },
  });
  expect(other).toMatchObject({ "dc:language": "hre", "itunes:duration": 0 });
});

test("whatever a title holds, the feed stays well-formed", () => {
  fc.assert(
    fc.property(fc.constantFrom("]]>", "&amp;", "<b>", '"', "'", "-->", "ẽ"), (title) => {
      const xml = rss("http://a", title, [{ ...row, title, text: title }]);
      expect(XMLValidator.validate(xml)).toBe(true);
    }),
  );
});

test("a playlist names length, title and sound", () => {
  expect(m3u("http://a", [row])).toBe(
    `#EXTM3U\n#EXTINF:61,Lúa & <gạo>\nhttp://a/audio/sha256/${row.sha256}\n`,
  );
});
