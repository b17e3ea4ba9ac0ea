import fc from "fast-check";
import { type Instant, instant, later, minutes } from "../../contract/time.ts";
import { type CapAlert, type CapArea, type CapInfo, capWords } from "../../controller/alert/cap.ts";

export const NOW = instant(Date.UTC(2026, 4, 18, 1));

export const area = (more: Partial<CapArea> = {}): CapArea => ({
  description: "Xã Trà Sơn",
  polygons: [],
  circles: [],
  geocodes: [{ name: "XA", value: "21024" }],
  ...more,
});

export const info = (more: Partial<CapInfo> = {}): CapInfo => ({
  language: "vi-VN",
  categories: ["Met"],
  event: "Lũ quét",
  responseTypes: ["Evacuate"],
  urgency: "Immediate",
  severity: "Severe",
  certainty: "Likely",
  eventCodes: [],
  expires: later(NOW, minutes(120)),
  senderName: "Đài Khí tượng Thủy văn",
  headline: "Cảnh báo lũ quét",
  description: "Nước suối lên nhanh",
  instruction: "Bà con ven suối lên chỗ cao ngay.",
  parameters: [],
  areas: [area()],
  ...more,
});

export const alert = (more: Partial<CapAlert> = {}): CapAlert => ({
  identifier: "KTTV-2026-0518-01",
  sender: "kttv.example",
  sent: NOW,
  status: "Actual",
  msgType: "Alert",
  scope: "Public",
  codes: [],
  references: [],
  infos: [info()],
  ...more,
});

export const referTo = ({ sender, identifier, sent }: CapAlert) => [{ sender, identifier, sent }];

const words = <T extends string>(list: readonly T[]) => fc.constantFrom(...list);
const text = fc
  .string({ unit: "grapheme", maxLength: 40 })
  .map((one) => one.normalize("NFC").trim())
  .filter((one) => one !== "" && !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(one));
const maybe = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });
const name = fc.stringMatching(/^[A-Za-z0-9.:_-]{1,30}$/);
const second: fc.Arbitrary<Instant> = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((one) => instant(one * 1_000));
const degrees = (most: number) =>
  fc.integer({ min: -most * 1e7, max: most * 1e7 }).map((one) => one / 1e7 || 0);
const point = fc.record({ latitude: degrees(90), longitude: degrees(180) });
const pair = fc.record({ name: text, value: text });
const someArea: fc.Arbitrary<CapArea> = fc.record({
  description: text,
  polygons: fc.array(
    fc.array(point, { minLength: 3, maxLength: 6 }).map((points) => [...points, points[0]!]),
    { maxLength: 2 },
  ),
  circles: fc.array(
    fc.tuple(point, degrees(9).map(Math.abs)).map(([at, radius]) => ({ ...at, radius })),
    { maxLength: 2 },
  ),
  geocodes: fc.array(pair, { maxLength: 3 }),
});
const someInfo: fc.Arbitrary<CapInfo> = fc
  .tuple(
    fc.record({
      language: name,
      categories: fc.array(words(capWords.category), { minLength: 1, maxLength: 3 }),
      event: text,
      responseTypes: fc.array(words(capWords.responseType), { maxLength: 2 }),
      urgency: words(capWords.urgency),
      severity: words(capWords.severity),
      certainty: words(capWords.certainty),
      eventCodes: fc.array(pair, { maxLength: 2 }),
      parameters: fc.array(pair, { maxLength: 2 }),
      areas: fc.array(someArea, { maxLength: 2 }),
    }),
    maybe({
      audience: text,
      effective: second,
      onset: second,
      expires: second,
      senderName: text,
      headline: text,
      description: text,
      instruction: text,
      web: text,
      contact: text,
    }),
  )
  .map(([needed, more]) => ({ ...needed, ...more }));

/** Any alert that the schema allows. */
export const someAlert: fc.Arbitrary<CapAlert> = fc
  .tuple(
    fc.record({
      identifier: name,
      sender: name,
      sent: second,
      status: words(capWords.status),
      msgType: words(capWords.msgType),
      scope: words(capWords.scope),
      codes: fc.array(text, { maxLength: 2 }),
      references: fc.array(fc.record({ sender: name, identifier: name, sent: second }), {
        minLength: 1,
        maxLength: 3,
      }),
      infos: fc.array(someInfo, { minLength: 1, maxLength: 3 }),
    }),
    maybe({ source: text, restriction: text, addresses: text, note: text, incidents: text }),
  )
  .map(([needed, more]) => ({ ...needed, ...more }));
