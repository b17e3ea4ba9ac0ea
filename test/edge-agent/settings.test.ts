import { describe, expect, test } from "vitest";
import { parseSettings } from "../../edge-agent/settings.ts";

const base = ["--data", "/d", "--controller", "http://10.0.0.5:8080/"];
const settings = (...more: string[]) => {
  const parsed = parseSettings([...base, ...more]);
  return parsed.ok ? parsed.settings : parsed.code;
};

test("what must be said is enough; the loudspeaker is then a file in the data folder", () => {
  expect(settings()).toEqual({
    data: "/d",
    controller: "http://10.0.0.5:8080",
    sink: { kind: "virtual", path: "/d/loudspeaker.wav" },
    json: false,
  });
});

test("everything can be said, in both spellings", () => {
  expect(
    settings(
      "--claim=ab=c",
      "--sink",
      "alsa:hw:1,0",
      "--listen",
      "file:x.wav",
      "--serial",
      "/dev/ttyS1",
      "--board",
      "v2",
      "--json",
    ),
  ).toEqual({
    data: "/d",
    controller: "http://10.0.0.5:8080",
    claim: "ab=c",
    sink: { kind: "alsa", device: "hw:1,0" },
    listen: { kind: "file", path: "x.wav" },
    serial: { path: "/dev/ttyS1", board: "v2" },
    json: true,
  });
  expect(settings("--sink", "virtual:/tmp/a b.wav")).toMatchObject({
    sink: { kind: "virtual", path: "/tmp/a b.wav" },
  });
});

test("a microphone may be a sound card", () => {
  expect(settings("--listen", "alsa:hw:1,0")).toMatchObject({
    listen: { kind: "alsa", device: "hw:1,0" },
  });
});

test("sound comes in only from a sound card", () => {
  expect(settings("--input", "alsa:hw:1,0")).toMatchObject({ input: { device: "hw:1,0" } });
});

describe("what is wrong is said in Vietnamese, with the usage", () => {
  test.each([
    ["no data folder", ["--controller", "http://x"], /Thiếu --data/],
    ["no controller", ["--data", "/d"], /--controller/],
    ["a controller that is no address", ["--data", "/d", "--controller", "10.0.0.5"], /http:\/\//],
    ["an unknown word", [...base, "--speaker", "x"], /Không hiểu "--speaker"/],
    ["a word alone", [...base, "play"], /Không hiểu "play"/],
    ["a name without its value", [...base, "--claim"], /Thiếu giá trị sau --claim/],
    ["a sink of no kind", [...base, "--sink", "speaker"], /--sink/],
    ["an ear of no kind", [...base, "--listen", "street"], /--listen/],
    ["an input of no kind", [...base, "--input", "file:x.wav"], /--input/],
    ["a serial line without its board", [...base, "--serial", "/dev/x"], /--board/],
  ])("%s", (_name, argv, says) => {
    const parsed = parseSettings(argv);
    expect(parsed).toMatchObject({ ok: false, code: "usage" });
    expect(parsed.ok ? "" : parsed.vi).toMatch(says);
    expect(parsed.ok ? "" : parsed.vi).toContain("--controller URL");
  });
});

test.each(["--help", "-h"])("%s is no mistake", (word) => {
  expect(parseSettings([word])).toMatchObject({ ok: false, code: "help" });
});
