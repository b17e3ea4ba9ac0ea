const MARK = [0x4f, 0x67, 0x67, 0x53];
const GRANULE = 6;
const HEADER = 27;

const isPage = (file: Uint8Array, at: number): boolean =>
  MARK.every((byte, step) => file[at + step] === byte);

/** Where the last page of an Ogg Opus file says that its sound ends, in frames at 48 kHz; nothing for another file. */
export function oggFrames(file: Uint8Array): number | undefined {
  if (!isPage(file, 0)) return undefined;
  let at = file.length - HEADER;
  while (at > 0 && !isPage(file, at)) at -= 1;
  if (at < 0) return undefined;
  const view = new DataView(file.buffer, file.byteOffset + at + GRANULE, 8);
  const frames = Number(view.getBigUint64(0, true));
  return Number.isSafeInteger(frames) && frames > 0 ? frames : undefined;
}
