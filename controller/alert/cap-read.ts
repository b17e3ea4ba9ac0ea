import { defined } from "../defined.ts";
import { instantOf } from "../iso.ts";
import type { FieldError } from "../problems.ts";
import {
  CAP_NAMESPACE,
  type CapAlert,
  type CapArea,
  type CapInfo,
  type CapReference,
  type Circle,
  type Point,
} from "./cap.ts";
import { circleOf, fieldsOf, pairsOf, polygonOf } from "./fields.ts";
import type { XmlNode } from "./xml.ts";

export type CapRead =
  | { readonly ok: true; readonly alert: CapAlert }
  | { readonly ok: false; readonly code: "not-cap" }
  | { readonly ok: false; readonly code: "cap-fields"; readonly errors: readonly FieldError[] };

/** No spaces, commas, `<` or `&` (CAP 1.2, 3.2.1): references are split at them. */
const NAME = /^[^\s,<&]{1,200}$/;

/** An alert from its elements, or everything that is wrong with it. */
export function readCap(root: XmlNode): CapRead {
  if (root.namespace !== CAP_NAMESPACE || root.name !== "alert")
    return { ok: false, code: "not-cap" };
  const errors: FieldError[] = [];
  const fields = fieldsOf(root, "", errors);
  const name = (field: "identifier" | "sender"): string => {
    const written = fields.needed(field);
    if (written !== "" && !NAME.test(written))
      fields.wrong(field, "Không được có dấu cách, dấu phẩy, < hay &.");
    return written;
  };
  const alert: CapAlert = {
    identifier: name("identifier"),
    sender: name("sender"),
    sent: fields.neededInstant("sent"),
    status: fields.word("status"),
    msgType: fields.word("msgType"),
    scope: fields.word("scope"),
    ...defined({
      source: fields.text("source"),
      restriction: fields.text("restriction"),
      addresses: fields.text("addresses"),
      note: fields.text("note"),
      incidents: fields.text("incidents"),
    }),
    codes: fields.texts("code"),
    references: referencesOf(fields.text("references") ?? "", (vi) =>
      fields.wrong("references", vi),
    ),
    infos: fields.parts("info").map(({ node, path }) => infoOf(node, path, errors)),
  };
  if (alert.infos.length === 0 && (alert.msgType === "Alert" || alert.msgType === "Update"))
    fields.wrong("info", "Bắt buộc có.");
  if (alert.references.length === 0 && (alert.msgType === "Update" || alert.msgType === "Cancel"))
    fields.wrong("references", "Bắt buộc có khi cập nhật hoặc huỷ.");
  return errors.length > 0 ? { ok: false, code: "cap-fields", errors } : { ok: true, alert };
}

/** `sender,identifier,sent`, separated by spaces. */
function referencesOf(text: string, wrong: (vi: string) => void): CapReference[] {
  if (text === "") return [];
  const found = text.split(/\s+/).map((one) => {
    const [sender = "", identifier = "", when = "", ...more] = one.split(",");
    const sent = instantOf(when);
    const whole = sender !== "" && identifier !== "" && more.length === 0;
    return whole && sent !== undefined ? { sender, identifier, sent } : undefined;
  });
  if (found.includes(undefined))
    wrong("Viết dạng người-gửi,mã,thời-gian; cách nhau bằng dấu cách.");
  return found.filter((one) => one !== undefined);
}

function infoOf(node: XmlNode, path: string, errors: FieldError[]): CapInfo {
  const fields = fieldsOf(node, path, errors);
  return {
    language: fields.text("language") ?? "en-US",
    categories: fields.words("category", 1),
    event: fields.needed("event"),
    responseTypes: fields.words("responseType", 0),
    urgency: fields.word("urgency"),
    severity: fields.word("severity"),
    certainty: fields.word("certainty"),
    eventCodes: pairsOf(fields, "eventCode", errors),
    ...defined({
      audience: fields.text("audience"),
      effective: fields.instant("effective"),
      onset: fields.instant("onset"),
      expires: fields.instant("expires"),
      senderName: fields.text("senderName"),
      headline: fields.text("headline"),
      description: fields.text("description"),
      instruction: fields.text("instruction"),
      web: fields.text("web"),
      contact: fields.text("contact"),
    }),
    parameters: pairsOf(fields, "parameter", errors),
    areas: fields.parts("area").map((area) => areaOf(area.node, area.path, errors)),
  };
}

function areaOf(node: XmlNode, path: string, errors: FieldError[]): CapArea {
  const fields = fieldsOf(node, path, errors);
  const each = <T>(name: string, read: (text: string) => T | undefined, vi: string): T[] => {
    const found = fields.texts(name).map(read);
    if (found.includes(undefined)) fields.wrong(name, vi);
    return found.filter((one) => one !== undefined);
  };
  return {
    description: fields.needed("areaDesc"),
    polygons: each<readonly Point[]>(
      "polygon",
      polygonOf,
      "Cần ít nhất bốn điểm vĩ-độ,kinh-độ, điểm cuối trùng điểm đầu.",
    ),
    circles: each<Circle>("circle", circleOf, "Viết dạng vĩ-độ,kinh-độ bán-kính (km)."),
    geocodes: pairsOf(fields, "geocode", errors),
  };
}
