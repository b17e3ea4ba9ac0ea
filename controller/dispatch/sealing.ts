import type { AgentConfig } from "../../contract/agent-config.ts";
import { channels } from "../../contract/channels.ts";
import { encode, LARGEST_DOCUMENT } from "../../contract/codec.ts";
import type { Sha256 } from "../../contract/ids.ts";
import type { Plan, Urgent } from "../../contract/plan.ts";
import type { Sign } from "../../contract/signed.ts";
import { mustRefer, reference } from "./revision.ts";

/** A signed document: `hash` is that of its payload bytes, since the text of a JWS is not unique. */
export interface Sealed {
  readonly jws: string;
  readonly hash: Sha256;
  /** The whole plan where the document only refers to it. */
  readonly whole?: { readonly sha256: Sha256; readonly jws: string };
}

export type HashBytes = (bytes: Uint8Array) => Sha256;

export async function seal(
  body: Plan | Urgent | AgentConfig,
  sign: Sign,
  hash: HashBytes,
): Promise<Sealed> {
  switch (body.kind) {
    case "urgent":
      return signed("scope/{scope}/urgent", encode("scope/{scope}/urgent", body), sign, hash);
    case "config":
      return signed("agent/{agent}/config", encode("agent/{agent}/config", body), sign, hash);
    case "plan":
      return sealPlan(body, sign, hash);
  }
}

async function sealPlan(body: Plan, sign: Sign, hash: HashBytes): Promise<Sealed> {
  const name = "scope/{scope}/plan";
  const bytes = encode(name, body, LARGEST_DOCUMENT);
  const whole = await signed(name, bytes, sign, hash);
  if (!mustRefer(bytes.length)) return whole;
  const short = encode(name, reference(body, whole.hash, bytes.length));
  return {
    ...(await signed(name, short, sign, hash)),
    whole: { sha256: whole.hash, jws: whole.jws },
  };
}

async function signed(
  name: "scope/{scope}/plan" | "scope/{scope}/urgent" | "agent/{agent}/config",
  bytes: Uint8Array,
  sign: Sign,
  hash: HashBytes,
): Promise<Sealed> {
  return { jws: await sign.sign(channels[name].signed, bytes), hash: hash(bytes) };
}
