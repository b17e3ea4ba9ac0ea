import { type ChannelName, channels, PREFIX } from "./channels.ts";
import { LARGEST_INLINE, LARGEST_PAYLOAD } from "./codec.ts";
import { reasons } from "./reasons.ts";
import { yaml } from "./yaml.ts";

const names = Object.keys(channels) as ChannelName[];

const keyOf = (name: ChannelName): string =>
  name
    .replace(/\{[a-z]+\}/g, "")
    .replace(/^\/+|\/+$/g, "")
    .replace(/\/+/g, "-");

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** The wire as a page for people: `docs/contract.md`. */
export function contractMarkdown(): string {
  const lines = [
    "# The contract between controller and boards",
    "",
    "Generated from `contract/channels.ts` and `contract/reasons.ts`; do not edit.",
    "",
    `MQTT 3.1.1. Every topic begins with \`${PREFIX}\`; a level is made of \`[a-z0-9_-]\`. A payload is at most`,
    `${LARGEST_PAYLOAD} bytes; a plan with more than ${LARGEST_INLINE} bytes of JSON carries a reference and is fetched over HTTP by hash.`,
    "A signed payload is a JWS in compact serialisation (RFC 7515, `alg` EdDSA) whose `typ` is checked; the bytes that were signed are",
    "the bytes that are parsed. JSON is compact; any other spelling of the same value is refused. The schemas stand in `asyncapi.yaml`.",
    "",
    row(["topic", "heard by", "QoS", "retained", "signed as", "what it says"]),
    row(["---", "---", "---", "---", "---", "---"]),
    ...names.map((name) => {
      const { to, qos, retain, signed, says } = channels[name];
      return row([`\`${name}\``, to, String(qos), retain ? "yes" : "no", signed || "no", says]);
    }),
    "",
    "## Reasons",
    "",
    "The closed list of words for why something did not play, was cut or was refused.",
    "",
    row(["word", "in Vietnamese"]),
    row(["---", "---"]),
    ...Object.entries(reasons).map(([word, text]) => row([`\`${word}\``, text])),
    "",
  ];
  return lines.join("\n");
}

const parameterOf = (name: ChannelName): string =>
  name.slice(name.indexOf("{") + 1, name.indexOf("}"));

function channelOf(name: ChannelName) {
  const { body, signed, says } = channels[name];
  const parameter = parameterOf(name);
  return {
    address: PREFIX + name,
    description: says,
    parameters: { [parameter]: { description: `The ${parameter}, made of [a-z0-9_-].` } },
    messages: {
      [keyOf(name)]: {
        name: keyOf(name),
        contentType: signed ? "application/jose" : "application/json",
        ...(signed
          ? { description: `JWS compact, typ ${signed}; the schema is that of its payload.` }
          : {}),
        payload: body,
      },
    },
  };
}

function operationOf(name: ChannelName) {
  const { to, qos, retain, says } = channels[name];
  return {
    // As the controller sees it: it sends what boards hear.
    action: to === "agent" ? "send" : "receive",
    channel: { $ref: `#/channels/${keyOf(name)}` },
    summary: says,
    bindings: { mqtt: { qos, retain, bindingVersion: "0.2.0" } },
  };
}

/** AsyncAPI 3.0 of the wire, seen from the controller: `docs/asyncapi.yaml`. */
export function asyncApi(): string {
  const document = {
    asyncapi: "3.0.0",
    info: {
      title: "Vang Xa, controller and boards",
      version: "1.0.0",
      description: "Generated from contract/channels.ts; do not edit.",
      license: { name: "Apache-2.0" },
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries(names.map((name) => [keyOf(name), channelOf(name)])),
    operations: Object.fromEntries(names.map((name) => [`on-${keyOf(name)}`, operationOf(name)])),
  };
  return `${yaml(document).trimStart()}\n`;
}
