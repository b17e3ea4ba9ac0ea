#!/usr/bin/env node
// Runs the espeak-ng that npm brings as if it were a program: text in, WAV out. One process a
// message: inside one process what is said depends on what was said before, and the engine is GPL.
// Arguments: --voice NAME --words-a-minute N, or --version.
import { readFileSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";

const PACKAGE = "@echogarden/espeak-ng-emscripten";
const { values } = parseArgs({
  options: {
    voice: { type: "string", default: "vi" },
    "words-a-minute": { type: "string", default: "150" },
    version: { type: "boolean", default: false },
  },
});

function wav(samples, rate) {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

function print(bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

const script = import.meta.resolve(PACKAGE);
if (values.version) {
  const { version } = JSON.parse(readFileSync(new URL("package.json", script), "utf8"));
  print(Buffer.from(`${PACKAGE} ${version}\n`));
} else {
  const { default: load } = await import(script);
  const engine = await load();
  const worker = await new engine.eSpeakNGWorker();
  worker.set_voice(values.voice);
  worker.set_rate(Number(values["words-a-minute"]));
  const text = readFileSync(0, "utf8");
  const pieces = [];
  worker.synthesize(text, (samples) => {
    // The samples are a view of the engine's memory, which the next piece overwrites.
    const { buffer, byteOffset, byteLength } = Int16Array.from(samples);
    pieces.push(Buffer.from(buffer, byteOffset, byteLength));
  });
  print(wav(Buffer.concat(pieces), worker.samplerate));
}
