// A process of its own for the GPL speech engine: requests as JSON on stdin, raw s16 at 22,050 Hz on stdout, each after its
// length in bytes (32-bit little-endian).
import { writeSync } from "node:fs";
import { text } from "node:stream/consumers";

// biome-ignore lint/correctness/noUnresolvedImports: the package names its file only under "exports"
const { default: load } = await import("@echogarden/espeak-ng-emscripten");
const engine = await load();
const worker = await new engine.eSpeakNGWorker();

for (const { voice, rate, pitch, say } of JSON.parse(await text(process.stdin))) {
  worker.set_voice(voice);
  worker.set_rate(rate);
  worker.set_pitch(pitch);
  const chunks = [];
  worker.synthesize(say, (samples) => {
    if (samples) chunks.push(Buffer.from(samples.slice().buffer));
    return false;
  });
  const sound = Buffer.concat(chunks);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(sound.length);
  writeAll(Buffer.concat([length, sound]));
}

function writeAll(bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (problem) {
      if (problem.code !== "EAGAIN") throw problem;
    }
  }
}
