import { expect, test } from "vitest";
import { fleetUsage, MOST_AGENTS, parseFleet } from "../../../edge-agent/fleet-sim/settings.ts";

const base = ["--controller", "http://10.0.0.5:8080/", "--agents", "20"];
const settings = (...more: string[]) => {
  const parsed = parseFleet([...base, ...more]);
  return parsed.ok ? parsed.settings : parsed.code;
};
const refusal = (...argv: string[]): string => {
  const parsed = parseFleet(argv);
  return parsed.ok ? "" : (parsed.vi.split("\n")[0] ?? "");
};

test("an address and a number are enough; it then runs until it is interrupted, in memory", () => {
  expect(settings()).toEqual({
    controller: "http://10.0.0.5:8080",
    agents: 20,
    claims: [],
    rate: 50,
    json: false,
  });
});

test("everything can be said, in both spellings, and claim codes again and again", () => {
  expect(
    settings(
      "--claim=aa-bb",
      "--claim",
      "cc",
      "--claims",
      "codes.txt",
      "--commune=21024",
      "--data",
      "/d",
      "--minutes",
      "1.5",
      "--rate",
      "5",
      "--json",
    ),
  ).toEqual({
    controller: "http://10.0.0.5:8080",
    agents: 20,
    claims: ["aa-bb", "cc"],
    claimFile: "codes.txt",
    commune: "21024",
    data: "/d",
    minutes: 1.5,
    rate: 5,
    json: true,
  });
});

test("help is no fault, and says that nothing sounds", () => {
  expect([settings("--help"), settings("-h")]).toEqual(["help", "help"]);
  expect(fleetUsage).toContain("KHÔNG có loa");
});

test.for([
  [["--agents", "3"], /Thiếu hoặc sai --controller/],
  [["--controller", "ftp://x", "--agents", "3"], /Thiếu hoặc sai --controller/],
  [["--controller", "http://x"], /--agents phải là số/],
  [["--controller", "http://x", "--agents", "0"], /--agents phải là số/],
  [["--controller", "http://x", "--agents", "1.5"], /--agents phải là số/],
  [["--controller", "http://x", "--agents", String(MOST_AGENTS + 1)], /--agents phải là số/],
  [[...base, "--commune", "x"], /mã xã 5 chữ số/],
  [[...base, "--minutes", "0"], /--minutes phải là số phút/],
  [[...base, "--minutes", "soon"], /--minutes phải là số phút/],
  [[...base, "--rate", "0"], /--rate phải lớn hơn 0/],
  [[...base, "--sink", "x"], /Không hiểu "--sink"/],
  [[...base, "rest"], /Không hiểu "rest"/],
  [[...base, "--data"], /Thiếu giá trị sau --data/],
] as const)("%j is refused with its reason", ([argv, reason]) => {
  expect(refusal(...argv)).toMatch(reason);
});
