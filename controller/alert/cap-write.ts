import type { Instant } from "../../contract/time.ts";
import { isoOf } from "../iso.ts";
import {
  CAP_NAMESPACE,
  type CapAlert,
  type CapArea,
  type CapInfo,
  type CapPair,
  type Point,
} from "./cap.ts";
import { escapeXml } from "./xml.ts";

/** CAP 1.2 never writes UTC as `Z` (3.3.2): the offset of no particular place is `-00:00`. */
export const capTime = (at: Instant): string => isoOf(at).replace(/\.\d{3}Z$/, "-00:00");

type Written = string | readonly string[] | undefined;

const element = (name: string, content: Written): string =>
  [content ?? []]
    .flat()
    .map((one) => `<${name}>${one}</${name}>\n`)
    .join("");

const text = (name: string, value: Written): string =>
  element(name, value === undefined ? undefined : [value].flat().map(escapeXml));

const time = (name: string, at: Instant | undefined): string =>
  text(name, at === undefined ? undefined : capTime(at));

const pairs = (name: string, all: readonly CapPair[]): string =>
  element(
    name,
    all.map((one) => `${text("valueName", one.name)}${text("value", one.value)}`),
  );

const point = ({ latitude, longitude }: Point): string =>
  `${degrees(latitude)},${degrees(longitude)}`;
// Plain decimals: `1e-7` is no number to a reader of CAP.
const degrees = (n: number): string => n.toFixed(7).replace(/\.?0+$/, "");

/** An alert as a CAP 1.2 document, elements in the order of its schema. */
export function writeCap(alert: CapAlert): string {
  const references = alert.references.map(
    (one) => `${one.sender},${one.identifier},${capTime(one.sent)}`,
  );
  const body = [
    text("identifier", alert.identifier),
    text("sender", alert.sender),
    time("sent", alert.sent),
    text("status", alert.status),
    text("msgType", alert.msgType),
    text("source", alert.source),
    text("scope", alert.scope),
    text("restriction", alert.restriction),
    text("addresses", alert.addresses),
    text("code", alert.codes),
    text("note", alert.note),
    text("references", references.length > 0 ? references.join(" ") : undefined),
    text("incidents", alert.incidents),
    element("info", alert.infos.map(info)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="${CAP_NAMESPACE}">\n${body.join("")}</alert>\n`;
}

const info = (one: CapInfo): string =>
  [
    text("language", one.language),
    text("category", one.categories),
    text("event", one.event),
    text("responseType", one.responseTypes),
    text("urgency", one.urgency),
    text("severity", one.severity),
    text("certainty", one.certainty),
    text("audience", one.audience),
    pairs("eventCode", one.eventCodes),
    time("effective", one.effective),
    time("onset", one.onset),
    time("expires", one.expires),
    text("senderName", one.senderName),
    text("headline", one.headline),
    text("description", one.description),
    text("instruction", one.instruction),
    text("web", one.web),
    text("contact", one.contact),
    pairs("parameter", one.parameters),
    element("area", one.areas.map(area)),
  ].join("");

const area = (one: CapArea): string =>
  [
    text("areaDesc", one.description),
    text(
      "polygon",
      one.polygons.map((points) => points.map(point).join(" ")),
    ),
    text(
      "circle",
      one.circles.map((circle) => `${point(circle)} ${degrees(circle.radius)}`),
    ),
    pairs("geocode", one.geocodes),
  ].join("");
