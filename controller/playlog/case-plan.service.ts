import { channels } from "../../contract/channels.ts";
import type { Plan, Urgent } from "../../contract/plan.ts";
import type { Verify } from "../../contract/signed.ts";
import { KEY_TYPE, type KeyWord } from "../dispatch/keys.ts";
import { namedIn } from "./case.ts";
import {
  type CaseDocument,
  type CasePlan,
  carriedIn,
  documentFaults,
  nameOf,
  receiptFaults,
} from "./case-plan.ts";
import type { HashBytes } from "./merkle.ts";

export interface PlanCheckDeps {
  readonly verify: Verify;
  readonly hashBytes: HashBytes;
}

/** What of the case the signed documents are held against. */
export interface Against {
  readonly root: string;
  readonly occurrence: string;
  /** The text of occurrence.json. */
  readonly ordered: string;
  readonly bodies: Iterable<string>;
  readonly sounds: readonly string[];
}

/** Each document is signed by a key that the root key vouches for, and orders this very occurrence. */
export async function checkPlans(
  deps: PlanCheckDeps,
  { documents }: CasePlan,
  against: Against,
  faults: string[],
): Promise<{ readonly plans: number; readonly held: number }> {
  const good: (CaseDocument & { hash: string })[] = [];
  let plans = 0;
  for (const told of documents) {
    const opened = await open(deps, told, against.root);
    if ("fault" in opened) {
      faults.push(`${nameOf(told)} ${opened.fault}`);
      continue;
    }
    good.push({ ...told, hash: opened.hash });
    faults.push(
      ...documentFaults(told, opened.signed, opened.key, against.occurrence, against.ordered),
    );
    if (carriedIn(opened.signed, against.occurrence)) plans += 1;
  }
  if (documents.length > 0 && plans === 0)
    faults.push("plan.json: không văn bản đã ký nào mang lần phát này.");
  const { audio } = namedIn(against.ordered);
  for (const sound of against.sounds)
    if (!audio.includes(sound)) faults.push(`audio/${sound}.ogg: lệnh không nêu âm thanh này.`);
  const told = receiptFaults(against.bodies, against.occurrence, audio, good);
  faults.push(...told.faults);
  return { plans, held: told.held };
}

type Opened =
  | { readonly signed: Plan | Urgent; readonly key: KeyWord; readonly hash: string }
  | { readonly fault: string };

async function open(
  { verify, hashBytes }: PlanCheckDeps,
  { document, jws, whole, key: vouched = "" }: CaseDocument,
  root: string,
): Promise<Opened> {
  const word = await verify.verify(vouched, KEY_TYPE, () => root);
  if (!word.ok) return { fault: "không có khoá được khoá gốc xác nhận." };
  const key = jsonOf<KeyWord>(word.payload);
  const keyOf = (kid: string) => (kid === key.kid ? key.x : undefined);
  const typ = document === "urgent" ? "scope/{scope}/urgent" : "scope/{scope}/plan";
  const head = await verify.verify(jws, channels[typ].signed, keyOf);
  if (!head.ok) return { fault: "không đúng chữ ký của khoá ra lệnh." };
  const hash = hashBytes(head.payload);
  const short = jsonOf<Plan | Urgent>(head.payload);
  if (whole === undefined) return { signed: short, key, hash };
  const long = await verify.verify(whole, channels[typ].signed, keyOf);
  if (!long.ok) return { fault: "có bản đầy đủ không đúng chữ ký của khoá ra lệnh." };
  if (short.kind !== "plan" || short.ref?.sha256 !== hashBytes(long.payload))
    return { fault: "có bản đầy đủ khác mã băm mà bản rút gọn nêu." };
  return { signed: jsonOf<Plan>(long.payload), key, hash };
}

const jsonOf = <T>(bytes: Uint8Array): T => JSON.parse(new TextDecoder().decode(bytes)) as T;
