import type { FastifyRequest } from "fastify";
import { joined } from "./body.ts";
import { uploadArrived } from "./patience.ts";
import { Refused } from "./refused.ts";

/** The parts of a form in their order. A form that breaks off or makes no sense is the sender's fault, not a failure here. */
export async function* formParts(request: FastifyRequest) {
  try {
    for await (const part of request.parts()) yield part;
  } catch (error) {
    throw asRefused(error);
  }
}

/** The bytes of a file as they come in; once it is whole, the sender may be silent while the work is done. */
export async function* fileBytes(
  request: FastifyRequest,
  file: AsyncIterable<Uint8Array> & { readonly truncated: boolean },
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of file) yield chunk;
  } catch (error) {
    throw asRefused(error);
  }
  if (file.truncated) throw new Refused({ code: "too-large" });
  uploadArrived(request);
}

/** The first file of a form, whole; nothing where there is none. */
export async function formFile(
  request: FastifyRequest,
  largest: number,
): Promise<Uint8Array | undefined> {
  for await (const part of formParts(request)) {
    if (part.type !== "file") continue;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of fileBytes(request, part.file)) {
      size += chunk.length;
      if (size > largest) throw new Refused({ code: "too-large" });
      chunks.push(chunk);
    }
    return joined(chunks, size);
  }
  return undefined;
}

function asRefused(error: unknown): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  const known = error instanceof Refused || String(code ?? "").startsWith("FST_");
  return known
    ? error
    : new Refused({ code: "bad-request", detail: "Biểu mẫu bị đứt giữa chừng." });
}
