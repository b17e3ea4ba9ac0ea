/** Cuts the bytes of an Ogg stream (RFC 3533) into whole pages. */
export interface PageReader {
  /** Pages that are whole by now. */
  push(bytes: Uint8Array): readonly Uint8Array[];
}

const HEAD = 27;

export function pageReader(): PageReader {
  let rest = new Uint8Array(0);
  return {
    push(bytes) {
      const joined = new Uint8Array(rest.length + bytes.length);
      joined.set(rest);
      joined.set(bytes, rest.length);
      rest = joined;
      const pages: Uint8Array[] = [];
      for (let size = pageSize(rest); size !== undefined; size = pageSize(rest)) {
        pages.push(rest.slice(0, size));
        rest = rest.slice(size);
      }
      return pages;
    },
  };
}

/** How long the first page is; `undefined` while it is not whole. */
function pageSize(bytes: Uint8Array): number | undefined {
  const segments = bytes[HEAD - 1];
  if (segments === undefined || bytes.length < HEAD + segments) return undefined;
  const body = bytes.subarray(HEAD, HEAD + segments).reduce((sum, length) => sum + length, 0);
  const size = HEAD + segments + body;
  return bytes.length < size ? undefined : size;
}
