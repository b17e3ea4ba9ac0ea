import type { Verify } from "../../contract/signed.ts";
import {
  CASE_TYPE,
  type CaseKeys,
  type CaseList,
  type CaseReceipts,
  type CaseVerdict,
  namedIn,
  type ProvenRow,
} from "./case.ts";
import { checkPlans } from "./case-plan.service.ts";
import type { CasePlan } from "./case-plan.ts";
import { type ClockWord, clockOf } from "./clock-word.ts";
import { contradicts, needsReceipt, parsedReceipt, sourceOf } from "./fault.ts";
import { HEAD_TYPE, leafOf, readHead } from "./head.ts";
import { type HashBytes, included } from "./merkle.ts";

export interface CaseCheckDeps {
  readonly hashBytes: HashBytes;
  readonly verify: Verify;
}

type Files = ReadonlyMap<string, Uint8Array>;
const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

function jsonOf<T>(files: Files, name: string): T | undefined {
  try {
    return JSON.parse(textOf(files.get(name))) as T;
  } catch {
    return undefined;
  }
}

/** Checks a case with nothing but its files; `pinned` is the controller's key as it was published. */
export async function checkCase(
  deps: CaseCheckDeps,
  files: Files,
  pinned?: string,
): Promise<CaseVerdict> {
  const faults: string[] = [];
  const keys = jsonOf<CaseKeys>(files, "keys.json");
  const key = pinned ?? keys?.root ?? "";
  const signed = await deps.verify.verify(
    textOf(files.get("case.jws")).replace(/\n$/, ""),
    CASE_TYPE,
    () => key,
  );
  if (!signed.ok) faults.push("case.jws: không đúng chữ ký của bộ điều khiển, hoặc thiếu.");
  const list = signed.ok ? (JSON.parse(textOf(signed.payload)) as CaseList) : undefined;
  faults.push(...listed(deps.hashBytes, files, list?.files ?? []));
  const receipts = await checkReceipts(deps, files, keys?.agents ?? {}, faults);
  const rows = await checkRows(deps, files, key, receipts.bodies, faults);
  const ordered = textOf(files.get("occurrence.json")).trim() || "null";
  const named = namedIn(ordered);
  const plan = await checkPlans(
    deps,
    { documents: jsonOf<Partial<CasePlan>>(files, "plan.json")?.documents ?? [] },
    {
      root: key,
      occurrence: list?.occurrence ?? "",
      ordered: jsonOf(files, "occurrence.json") === undefined ? "null" : ordered,
      bodies: receipts.bodies.values(),
      sounds: soundsIn(files),
    },
    faults,
  );
  return {
    ok: faults.length === 0,
    occurrence: list?.occurrence ?? "",
    cluster: list?.cluster ?? "",
    rows,
    batches: receipts.batches,
    unsigned: receipts.unsigned,
    audio: named.audio.filter((sha256) => files.has(`audio/${sha256}.ogg`)).length,
    ...plan,
    key,
    faults,
  };
}

const soundsIn = (files: Files): string[] =>
  [...files.keys()].flatMap((name) => /^audio\/([0-9a-f]{64})\.ogg$/.exec(name)?.[1] ?? []);

function listed(hashBytes: HashBytes, files: Files, list: CaseList["files"]): string[] {
  const faults: string[] = [];
  for (const { name, sha256 } of list) {
    const bytes = files.get(name);
    if (!bytes) faults.push(`${name}: thiếu tệp này.`);
    else if (hashBytes(bytes) !== sha256) faults.push(`${name}: đã bị sửa sau khi lập hồ sơ.`);
    else if (name.startsWith("audio/") && name !== `audio/${sha256}.ogg`)
      faults.push(`${name}: tên không phải là mã băm của âm thanh.`);
  }
  for (const name of files.keys())
    if (name !== "case.jws" && !list.some((one) => one.name === name))
      faults.push(`${name}: không có trong danh mục đã ký.`);
  return faults;
}

/** The receipts whose batch carries its board's signature, by `boot sequence`. */
async function checkReceipts(
  { verify }: CaseCheckDeps,
  files: Files,
  agents: Readonly<Record<string, string>>,
  faults: string[],
) {
  const { batches = [], unsigned = [] } =
    jsonOf<Partial<CaseReceipts>>(files, "receipts.json") ?? {};
  const bodies = new Map<string, string>();
  for (const { agent, boot, first, jws } of batches) {
    const opened = await verify.verify(jws, "vangxa-receipts+jws", () => agents[agent]);
    if (!opened.ok) {
      faults.push(`receipts.json: lô ${agent}/${boot}/${first} không đúng chữ ký của thiết bị.`);
      continue;
    }
    const said = JSON.parse(textOf(opened.payload)) as {
      boot: string;
      receipts: { sequence: number }[];
    };
    for (const receipt of said.receipts)
      bodies.set(`${said.boot} ${receipt.sequence}`, JSON.stringify(receipt));
  }
  for (const { boot, body } of unsigned) {
    const sequence = parsedReceipt(body)?.sequence;
    if (sequence !== undefined) bodies.set(`${boot} ${sequence}`, body);
  }
  return { bodies, batches: batches.length, unsigned: unsigned.length };
}

/** Each row is in the signed tree, and says what its receipt says. */
async function checkRows(
  { verify, hashBytes }: CaseCheckDeps,
  files: Files,
  key: string,
  bodies: ReadonlyMap<string, string>,
  faults: string[],
) {
  const opened = await verify.verify(textOf(files.get("head.jws")).trim(), HEAD_TYPE, () => key);
  const head = opened.ok ? readHead(textOf(opened.payload)) : undefined;
  if (!head?.root) faults.push("head.jws: không đúng chữ ký của bộ điều khiển, hoặc thiếu.");
  const rows = jsonOf<ProvenRow[]>(files, "play-log.json") ?? [];
  if (rows.length === 0) faults.push("play-log.json: không có dòng nào đọc được.");
  for (const { row, path } of rows) {
    const { seq, link: _, ...columns } = row;
    const leaf = { index: seq - 1, hash: leafOf(hashBytes, seq, columns) };
    const tree = { size: head?.seq ?? 0, root: head?.root ?? "" };
    if (!included(hashBytes, leaf, tree, path))
      faults.push(`play-log.json: dòng ${seq} không nằm trong đầu nhật ký đã ký.`);
    if (!needsReceipt(row)) continue;
    const source = sourceOf(row.body);
    const receipt = parsedReceipt(bodies.get(`${source?.boot} ${source?.sequence}`) ?? "");
    if (!receipt) faults.push(`play-log.json: dòng ${seq} không có biên nhận làm căn cứ.`);
    else if (contradicts(row, receipt))
      faults.push(`play-log.json: dòng ${seq} nói khác biên nhận của thiết bị.`);
  }
  return rows.map(({ row: { seq, outcome, rung, body } }) => {
    const clock = clockIn(body);
    return { seq, outcome, rung, ...(clock ? { clock } : {}) };
  });
}

/** A row whose words nobody can read says nothing of its clock; that it was changed is told elsewhere. */
function clockIn(body: string): ClockWord | undefined {
  try {
    return clockOf(JSON.parse(body) as Parameters<typeof clockOf>[0]);
  } catch {
    return undefined;
  }
}
