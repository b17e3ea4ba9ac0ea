import { Value } from "typebox/value";
import type { Files } from "../files.ts";
import type { Http } from "./http.ts";
import { Enrolled, FIRST_CONFIG, Identity, KeyFile } from "./identity.ts";

const KEY = "key.json";
const IDENTITY = "identity.json";

export interface EnrolDeps {
  readonly files: Files;
  readonly http: Http;
  readonly makeKey: () => Promise<{ x: string; d: string }>;
  readonly controller: string;
  readonly claim: string | undefined;
  /** What the board says of itself: for the person who looks at the list of boards. */
  readonly about: Readonly<Record<string, string>>;
}

export type Enrolment =
  | {
      readonly ok: true;
      readonly identity: Identity;
      readonly key: { x: string; d: string };
      readonly fresh: boolean;
    }
  | {
      readonly ok: false;
      readonly code: "no-claim" | "refused" | "unreachable" | "bad-answer" | "damaged";
      readonly vi: string;
    };

/** Who this board is: from its disk, else by its claim code, once. */
export async function enrol(deps: EnrolDeps): Promise<Enrolment> {
  const key = await ownKey(deps);
  if (!key)
    return no(
      "damaged",
      "Tệp khoá của thiết bị (key.json) bị hỏng. Hãy xoá thư mục dữ liệu rồi đăng ký lại bằng mã mới.",
    );
  const held = await deps.files.read(IDENTITY);
  if (held !== undefined) {
    const identity = parsed(held);
    if (!Value.Check(Identity, identity)) {
      return no(
        "damaged",
        "Tệp đăng ký (identity.json) bị hỏng. Hãy xoá thư mục dữ liệu rồi đăng ký lại bằng mã mới.",
      );
    }
    return { ok: true, identity, key, fresh: false };
  }
  if (!deps.claim) {
    return no(
      "no-claim",
      "Thiết bị chưa đăng ký. Hãy chạy lại với --claim MÃ (mã lấy ở trang Cụm loa của bộ điều khiển).",
    );
  }
  return ask(deps, deps.claim, key);
}

async function ask(
  deps: EnrolDeps,
  claimCode: string,
  key: { x: string; d: string },
): Promise<Enrolment> {
  const body = JSON.stringify({ claimCode, publicKey: key.x, about: deps.about });
  const answer = await deps.http.post(`${deps.controller}/api/enrol`, body).catch(() => undefined);
  if (!answer)
    return no(
      "unreachable",
      `Không kết nối được với bộ điều khiển ${deps.controller}. Kiểm tra địa chỉ và mạng.`,
    );
  if (answer.status < 200 || answer.status > 299)
    return no("refused", refusal(answer.status, answer.text));
  const enrolled = parsed(answer.text);
  if (!Value.Check(Enrolled, enrolled)) {
    return no(
      "bad-answer",
      "Bộ điều khiển trả lời không đúng dạng. Hãy kiểm tra phiên bản hai bên.",
    );
  }
  const { agent, mqtt, rootKey, config } = enrolled;
  // The configuration first: an identity on disk means that everything needed is there.
  await deps.files.write(FIRST_CONFIG, config);
  await deps.files.write(IDENTITY, JSON.stringify({ agent, mqtt, rootKey } satisfies Identity));
  return { ok: true, identity: { agent, mqtt, rootKey }, key, fresh: true };
}

/** Made once, before anything is asked: a second attempt after a lost answer shows the same key. */
async function ownKey({
  files,
  makeKey,
}: EnrolDeps): Promise<{ x: string; d: string } | undefined> {
  const held = await files.read(KEY);
  if (held !== undefined) {
    const key = parsed(held);
    return Value.Check(KeyFile, key) ? key : undefined;
  }
  const key = await makeKey();
  await files.write(KEY, JSON.stringify(key));
  return key;
}

function refusal(status: number, text: string): string {
  const problem = parsed(text) as { detail?: unknown; title?: unknown } | undefined;
  const said = [problem?.detail, problem?.title].find((one) => typeof one === "string");
  const what = typeof said === "string" ? said.slice(0, 200) : `mã HTTP ${status}`;
  return `Bộ điều khiển từ chối đăng ký: ${what}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const no = (code: Extract<Enrolment, { ok: false }>["code"], vi: string): Enrolment => ({
  ok: false,
  code,
  vi,
});
