// The one list of programs that tests may need, each with the Debian package that brings it.
// Plain JavaScript, because test/setup.mjs reads it before anything is installed.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export const programs = {
  aplay: "alsa-utils",
  arecord: "alsa-utils",
  chromium: "chromium",
  "espeak-ng": "espeak-ng",
  ffmpeg: "ffmpeg",
  icecast2: "icecast2",
  mosquitto: "mosquitto",
  pdftotext: "poppler-utils",
  pulseaudio: "pulseaudio",
  socat: "socat",
  strace: "strace",
};

// Debian keeps daemons in sbin, which an ordinary user's PATH leaves out.
const sbin = process.env.VANGXA_TEST_ONLY_PATH ? [] : ["/usr/sbin", "/sbin"];
const folders = [...(process.env.PATH ?? "").split(delimiter), ...sbin];

export function pathOf(name) {
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
