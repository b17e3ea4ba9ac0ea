export const toDecibel = (ratio: number): number => 20 * Math.log10(ratio);
export const fromDecibel = (decibel: number): number => 10 ** (decibel / 20);
