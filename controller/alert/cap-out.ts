import type { Occurrence } from "../../contract/plan.ts";
import type { Instant } from "../../contract/time.ts";
import { geocodeNames } from "./area.ts";
import type { CapAlert, CapArea, CapInfo, CapPair, CapReference } from "./cap.ts";

/** An emergency as it was ordered, with what is needed to tell others of it. */
export interface Emergency {
  readonly id: string;
  readonly place: string;
  readonly createdAt: Instant;
  readonly cancelledAt: Instant | null;
  /** The copy that went on air. */
  readonly body: Occurrence;
  readonly clusters: readonly string[];
  readonly said: readonly {
    readonly language: string;
    readonly title: string;
    readonly text: string | null;
  }[];
  /** The alert that it came from. */
  readonly from: CapAlert | undefined;
  /** The emergency whose end it announces ("báo yên"). */
  readonly allClearOf: Told | undefined;
  /** Our own emergencies that the alert it came from updates. */
  readonly updates: readonly Told[];
}

/** An emergency that others were told of. */
export interface Told {
  readonly id: string;
  readonly place: string;
  readonly createdAt: Instant;
}

/** Who issues: this program's name for a place, without spaces and commas as CAP wants it. */
export const senderOf = (place: string): string => `vangxa:${place}`;

/** The emergency as a CAP 1.2 alert; one that was cancelled is the cancel of that alert. */
export function capOf(emergency: Emergency): CapAlert {
  const { id, place, body, cancelledAt, createdAt } = emergency;
  const sender = senderOf(place);
  const cancelled = cancelledAt !== null;
  const references = cancelled ? [referenceTo(emergency)] : referencesOf(emergency);
  const follows = emergency.allClearOf !== undefined || emergency.updates.length > 0;
  const statuses = { actual: "Actual", exercise: "Exercise", test: "Test" } as const;
  return {
    identifier: cancelled ? `${id}.cancel` : id,
    sender,
    sent: whole(cancelled ? cancelledAt : createdAt),
    status: statuses[body.status],
    msgType: cancelled ? "Cancel" : follows ? "Update" : "Alert",
    scope: "Public",
    codes: [],
    references,
    ...(body.emergency ? { note: `Số lệnh: ${body.emergency.orderNumber}` } : {}),
    infos: emergency.said.map((one) => infoOf(emergency, one)),
  };
}

/** CAP has no fractions of a second. */
const whole = (at: number): Instant => (Math.floor(at / 1_000) * 1_000) as Instant;

const referenceTo = ({ id, place, createdAt }: Told): CapReference => ({
  sender: senderOf(place),
  identifier: id,
  sent: whole(createdAt),
});

function referencesOf({ from, allClearOf, updates }: Emergency): CapReference[] {
  const source = from
    ? [{ sender: from.sender, identifier: from.identifier, sent: whole(from.sent) }]
    : [];
  return [...source, ...updates.map(referenceTo), ...(allClearOf ? [referenceTo(allClearOf)] : [])];
}

function infoOf(emergency: Emergency, said: Emergency["said"][number]): CapInfo {
  const { body, from, allClearOf } = emergency;
  const [source] = from?.infos ?? [];
  return {
    language: said.language === "vie" ? "vi-VN" : said.language,
    categories: source?.categories ?? ["Other"],
    event: body.emergency?.hazard ?? body.title,
    responseTypes: allClearOf ? ["AllClear"] : (source?.responseTypes ?? []),
    // An order at this level sounds at once; how bad and how sure it is only its source can say.
    urgency: source?.urgency ?? "Immediate",
    severity: source?.severity ?? "Unknown",
    certainty: source?.certainty ?? "Unknown",
    eventCodes: source?.eventCodes ?? [],
    effective: whole(body.notBefore),
    expires: whole(body.notAfter),
    ...(body.emergency ? { senderName: body.emergency.orderGiver } : {}),
    headline: said.title,
    ...(said.text === null ? {} : { description: said.text }),
    parameters: [],
    areas: [areaOf(emergency)],
  };
}

function areaOf({ body, clusters, place }: Emergency): CapArea {
  const code =
    (name: string) =>
    (value: string): CapPair => ({ name, value });
  const { communes = [], hamlets = [] } = body.target;
  const wholeCommunes = communes.map(code(geocodeNames.commune));
  const wholeHamlets = hamlets.map(code(geocodeNames.hamlet));
  const named = [...wholeCommunes, ...wholeHamlets];
  const all = [...named, ...(body.target.clusters ?? []).map(code(geocodeNames.cluster))];
  // An order by tag, language or "everywhere" is told as the clusters that it meant when it was given.
  const single = clusters.map(code(geocodeNames.cluster));
  return {
    description: body.emergency?.area ?? place,
    polygons: [],
    circles: [],
    geocodes: all.length > 0 ? all : single,
  };
}
