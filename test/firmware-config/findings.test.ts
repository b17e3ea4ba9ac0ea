import { expect, test } from "vitest";
import {
  bad,
  findingLines,
  findingsJson,
  good,
  isWell,
  skipped,
} from "../../firmware-config/findings.ts";

const fault = bad("disk", "disk-low", "Gần đầy.", { todo: "Dọn đĩa.", figures: { freeBytes: 1 } });
const fine = good("node", "Node v20.");
const unseen = skipped("keys", "not-enrolled", "Chưa đăng ký.");

test("a person reads what happened, its code and what to do", () => {
  expect(findingLines([fine, unseen, fault])).toEqual([
    "✓ node: Node v20.",
    "– keys [not-enrolled]: Chưa đăng ký.",
    "✗ disk [disk-low]: Gần đầy.",
    "    → Dọn đĩa.",
    "1 lỗi.",
  ]);
  expect(findingLines([fine, unseen]).at(-1)).toBe("Không thấy lỗi nào.");
});

test("a program reads one object; what could not be looked at is no fault", () => {
  expect(JSON.parse(findingsJson([fine, fault]))).toEqual({ ok: false, findings: [fine, fault] });
  expect(isWell([fine, unseen, good("sink", "Phát.", { watts: 30 })])).toBe(true);
});
