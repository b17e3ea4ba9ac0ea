import type { Instant } from "../../contract/time.ts";

/** Common Alerting Protocol 1.2 (OASIS, 1 July 2010). */
export const CAP_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";

export const capWords = {
  status: ["Actual", "Exercise", "System", "Test", "Draft"],
  msgType: ["Alert", "Update", "Cancel", "Ack", "Error"],
  scope: ["Public", "Restricted", "Private"],
  category: [
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
  ],
  responseType: [
    "Shelter",
    "Evacuate",
    "Prepare",
    "Execute",
    "Avoid",
    "Monitor",
    "Assess",
    "AllClear",
    "None",
  ],
  urgency: ["Immediate", "Expected", "Future", "Past", "Unknown"],
  severity: ["Extreme", "Severe", "Moderate", "Minor", "Unknown"],
  certainty: ["Observed", "Likely", "Possible", "Unlikely", "Unknown"],
} as const;
export type CapWords = { readonly [K in keyof typeof capWords]: (typeof capWords)[K][number] };

/** An alert that is meant: sender, identifier and when it was sent. */
export interface CapReference {
  readonly sender: string;
  readonly identifier: string;
  readonly sent: Instant;
}

export interface CapPair {
  readonly name: string;
  readonly value: string;
}

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** `radius` in kilometres. */
export interface Circle extends Point {
  readonly radius: number;
}

export interface CapArea {
  readonly description: string;
  readonly polygons: readonly (readonly Point[])[];
  readonly circles: readonly Circle[];
  readonly geocodes: readonly CapPair[];
}

export interface CapInfo {
  /** RFC 3066; `en-US` where the alert does not say. */
  readonly language: string;
  readonly categories: readonly CapWords["category"][];
  readonly event: string;
  readonly responseTypes: readonly CapWords["responseType"][];
  readonly urgency: CapWords["urgency"];
  readonly severity: CapWords["severity"];
  readonly certainty: CapWords["certainty"];
  readonly audience?: string;
  readonly eventCodes: readonly CapPair[];
  readonly effective?: Instant;
  readonly onset?: Instant;
  readonly expires?: Instant;
  readonly senderName?: string;
  readonly headline?: string;
  readonly description?: string;
  readonly instruction?: string;
  readonly web?: string;
  readonly contact?: string;
  readonly parameters: readonly CapPair[];
  readonly areas: readonly CapArea[];
}

export interface CapAlert {
  readonly identifier: string;
  readonly sender: string;
  readonly sent: Instant;
  readonly status: CapWords["status"];
  readonly msgType: CapWords["msgType"];
  readonly scope: CapWords["scope"];
  readonly source?: string;
  readonly restriction?: string;
  readonly addresses?: string;
  readonly codes: readonly string[];
  readonly note?: string;
  readonly references: readonly CapReference[];
  readonly incidents?: string;
  readonly infos: readonly CapInfo[];
}
