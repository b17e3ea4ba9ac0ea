import { expect, test } from "vitest";
import { formOfAddress } from "../../contract/sound-forms.ts";

test.for([
  ["http://dai.vn/live.mp3", "mp3"],
  ["https://dai.vn:8000/a/b.c/Live.M3U8?token=1.x", "hls"],
  ["http://dai.vn/x.opus#now", "ogg-opus"],
  ["http://dai.vn/x.m4a", "mp4"],
  ["http://dai.vn/live", undefined],
  ["http://dai.mp3", undefined],
  ["http://dai.vn/?file=x.mp3", undefined],
  ["http://dai.vn/x.html", undefined],
  ["not an address", undefined],
] as const)("%s promises %s", ([url, form]) => {
  expect(formOfAddress(url)).toBe(form);
});
