import { FeedError, type InputChoice } from "./feed.ts";
import { samplesFrom } from "./sound-of.adapter.ts";

/** The microphone at the pole. */
export async function* localSound(
  input: InputChoice | undefined,
  signal: AbortSignal,
): AsyncGenerator<Int16Array> {
  if (!input) throw new FeedError("device-missing", "no local input is configured", true);
  const raw = ["-q", "-t", "raw", "-f", "S16_LE", "-r", "48000", "-c", "1"];
  yield* samplesFrom(
    input.program ?? "arecord",
    input.args ?? [...raw, "-D", input.device],
    signal,
  );
}
