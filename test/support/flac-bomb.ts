/** A FLAC file of silence: a few bytes for 65,535 samples, hours in a small file. */

const BLOCK = 65_535;

function crc(bytes: Uint8Array, bits: 8 | 16, polynomial: number): number {
  const top = 1 << (bits - 1);
  const mask = 2 ** bits - 1;
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << (bits - 8);
    for (let bit = 0; bit < 8; bit += 1)
      value = value & top ? ((value << 1) ^ polynomial) & mask : (value << 1) & mask;
  }
  return value;
}

/** Frame numbers are written like UTF-8. */
const frameNumber = (n: number): number[] => {
  if (n < 0x80) return [n];
  if (n < 0x800) return [0xc0 | (n >> 6), 0x80 | (n & 63)];
  return [0xe0 | (n >> 12), 0x80 | ((n >> 6) & 63), 0x80 | (n & 63)];
};

function frame(number: number): Buffer {
  // Sync and fixed blocks; 16-bit block size at the end; 8 kHz; mono, 16 bits.
  const header = [
    0xff,
    0xf8,
    0x74,
    0x08,
    ...frameNumber(number),
    (BLOCK - 1) >> 8,
    (BLOCK - 1) & 255,
  ];
  const checked = Buffer.from([...header, crc(Uint8Array.from(header), 8, 0x07)]);
  const body = Buffer.concat([checked, Buffer.from([0, 0, 0])]);
  const sum = crc(body, 16, 0x8005);
  return Buffer.concat([body, Buffer.from([sum >> 8, sum & 255])]);
}

/** With `honest` the header tells the length, else it says that it does not know. */
export function flacBomb(hours: number, honest: boolean): Buffer {
  const frames = Math.ceil((hours * 3_600 * 8_000) / BLOCK);
  const info = Buffer.alloc(34);
  info.writeUInt16BE(BLOCK, 0);
  info.writeUInt16BE(BLOCK, 2);
  // 20 bits rate, 3 bits channels - 1, 5 bits depth - 1, 36 bits of samples.
  const total = honest ? BigInt(frames * BLOCK) : 0n;
  info.writeBigUInt64BE((8_000n << 44n) | (15n << 36n) | total, 10);
  const parts: Uint8Array[] = [Buffer.from("fLaC\x80\0\0\x22", "latin1"), info];
  for (let number = 0; number < frames; number += 1) parts.push(frame(number));
  return Buffer.concat(parts);
}
