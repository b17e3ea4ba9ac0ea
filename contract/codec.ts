import { Compile, type Validator } from "typebox/compile";
import { type Body, type ChannelName, channels } from "./channels.ts";
import { ContractError } from "./ids.ts";

/** The most bytes of one MQTT payload, signature included. */
export const LARGEST_PAYLOAD = 65_536;
/** A plan with more JSON than this carries a reference; signing adds a third (47 KiB become 64,337 bytes). */
export const LARGEST_INLINE = 47 * 1_024;
/** The most bytes of a document fetched over HTTP. */
export const LARGEST_DOCUMENT = 8 * 1_024 * 1_024;

export type Decoded<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly code: "too-large" | "malformed" };

// Compiled checks: fifty times as many receipts a second as walking the schema. Each only when its channel is first used.
const checks = new Map<ChannelName, Validator>();

function fits(name: ChannelName, body: unknown): boolean {
  const check = checks.get(name) ?? Compile(channels[name].body);
  checks.set(name, check);
  return check.Check(body);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The bytes of a body: compact JSON, UTF-8. Throws `ContractError` when the body breaks its own schema. */
export function encode<T extends ChannelName>(
  name: T,
  body: Body<T>,
  largest = LARGEST_PAYLOAD,
): Uint8Array {
  if (!fits(name, body)) throw new ContractError("malformed", name);
  const bytes = encoder.encode(JSON.stringify(body));
  if (bytes.length > largest) throw new ContractError("too-large", `${name} ${bytes.length}`);
  return bytes;
}

/**
 * Reads a body. Unknown fields are kept and ignored; any text that our own encoder would not have written (repeated keys, spaces,
 * other spellings of a number) is refused, so that two readers can never understand the same signed bytes differently.
 */
export function decode<T extends ChannelName>(
  name: T,
  bytes: Uint8Array,
  largest = LARGEST_PAYLOAD,
): Decoded<Body<T>> {
  if (bytes.length > largest) return { ok: false, code: "too-large" };
  const parsed = parseCanonical(bytes);
  if (parsed === undefined || !fits(name, parsed)) {
    return { ok: false, code: "malformed" };
  }
  return { ok: true, body: parsed as Body<T> };
}

function parseCanonical(bytes: Uint8Array): unknown {
  try {
    const text = decoder.decode(bytes);
    const parsed: unknown = JSON.parse(text);
    return JSON.stringify(parsed) === text ? parsed : undefined;
  } catch {
    return undefined;
  }
}
