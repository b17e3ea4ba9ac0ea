/** POSIX ustar (IEEE 1003.1), plain files only: what `tar` of every system reads and writes. */
const BLOCK = 512;
const text = new TextEncoder();
const letters = new TextDecoder();

function octal(value: number, digits: number): Uint8Array {
  return text.encode(`${value.toString(8).padStart(digits, "0")}\0`);
}

/** `name` is at most 100 letters of ASCII. Owner and time are left at nothing, so equal libraries give equal bytes. */
export function tarHeader(name: string, bytes: number): Uint8Array {
  const header = new Uint8Array(BLOCK);
  header.set(text.encode(name), 0);
  header.set(octal(0o644, 7), 100);
  header.set(octal(0, 7), 108);
  header.set(octal(0, 7), 116);
  header.set(octal(bytes, 11), 124);
  header.set(octal(0, 11), 136);
  header.set(text.encode("        0"), 148);
  header.set(text.encode("ustar\u000000"), 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(text.encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return header;
}

/** Zeros that fill the last block of a file. */
export const tarPadding = (bytes: number): Uint8Array =>
  new Uint8Array((BLOCK - (bytes % BLOCK)) % BLOCK);

export const TAR_END = new Uint8Array(2 * BLOCK);

export interface TarFile {
  readonly name: string;
  readonly bytes: number;
}

/** A header that makes no sense, or that is not a plain file. */
export class TarError extends Error {}

const word = (block: Uint8Array, from: number, length: number): string =>
  letters.decode(block.subarray(from, from + length)).replace(/\0.*$/s, "");

/** What a header says; nothing for the zeros at the end. */
export function readTarHeader(
  block: Uint8Array,
): (TarFile & { readonly plain: boolean }) | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  const said = Number.parseInt(word(block, 148, 8).trim(), 8);
  const size = word(block, 124, 12).trim();
  if (said !== sum || !/^[0-7]{1,11}$/.test(size)) throw new TarError("header");
  const kind = word(block, 156, 1);
  const name = word(block, 0, 100).replace(/^\.\//, "");
  return { name, bytes: Number.parseInt(size, 8), plain: kind === "" || kind === "0" };
}

/** Takes exact numbers of bytes from chunks of any size. */
function taker(chunks: AsyncIterable<Uint8Array>) {
  const source = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  return {
    /** `keep` false = they are counted and dropped. */
    take: async (bytes: number, keep = true): Promise<Uint8Array> => {
      const out = new Uint8Array(keep ? bytes : 0);
      for (let at = 0; at < bytes; ) {
        if (rest.length === 0) {
          const next = await source.next();
          if (next.done) throw new TarError("short");
          rest = next.value;
          continue;
        }
        const part = rest.subarray(0, bytes - at);
        if (keep) out.set(part, at);
        at += part.length;
        rest = rest.subarray(part.length);
      }
      return out;
    },
    drop: async () => void (await source.return?.()),
  };
}

/** The plain files of an archive in order. `wanted` says how many bytes of a file may be kept; others are passed over. */
export async function* tarFiles(
  chunks: AsyncIterable<Uint8Array>,
  wanted: (file: TarFile) => boolean,
): AsyncGenerator<TarFile & { readonly content: Uint8Array }> {
  const { take, drop } = taker(chunks);
  try {
    for (;;) {
      const file = readTarHeader(await take(BLOCK));
      if (file === undefined) return;
      const { name, bytes, plain } = file;
      const keep = plain && wanted({ name, bytes });
      const content = await take(bytes, keep);
      await take(tarPadding(bytes).length, false);
      if (keep) yield { name, bytes, content };
    }
  } finally {
    await drop();
  }
}
