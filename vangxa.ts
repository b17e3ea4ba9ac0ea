// The command line: picks a program and hands it the rest. Each program reads `process` in its own main.ts.
const programs = {
  controller: {
    says: "bộ điều khiển: lịch phát, sổ phát, web, máy chủ MQTT nhúng",
    run: async (argv: readonly string[]) =>
      (await import("./controller/main.ts")).controllerMain(argv),
  },
  agent: {
    says: "thiết bị ở cụm loa",
    run: async (argv: readonly string[]) => (await import("./edge-agent/main.ts")).agentMain(argv),
  },
  doctor: {
    says: "kiểm tra máy này: Node, đĩa, giờ, mạng, loa, micro, bo mạch, khoá",
    run: async ([who, ...argv]: readonly string[]) =>
      who === "controller"
        ? (await import("./controller/main.ts")).doctorMain(argv)
        : (await import("./edge-agent/main.ts")).doctorMain(
            who === undefined || who === "agent" ? argv : [who, ...argv],
          ),
  },
  provision: {
    says: "viết các tệp cài đặt của một thiết bị",
    run: async (argv: readonly string[]) =>
      (await import("./firmware-config/provision.adapter.ts")).provisionMain(argv),
  },
  verify: {
    says: "kiểm tra nhật ký phát và hồ sơ, không cần mạng",
    run: async (argv: readonly string[]) => (await import("./controller/main.ts")).verifyMain(argv),
  },
  recount: {
    says: "đếm lại từ nhật ký những gì con số tiếp cận dùng",
    run: async (argv: readonly string[]) =>
      (await import("./controller/main.ts")).recountMain(argv),
  },
  "fleet-sim": {
    says: "nhiều thiết bị mô phỏng trong một tiến trình, để thử tải (không có loa)",
    run: async (argv: readonly string[]) =>
      (await import("./edge-agent/fleet-sim/main.ts")).fleetMain(argv),
  },
  demo: {
    says: "chạy thử trọn một vòng trên máy này",
    run: async (argv: readonly string[]) => (await import("./demo/main.ts")).demoMain(argv),
  },
} as const;

type Verb = keyof typeof programs;

const isVerb = (word: string | undefined): word is Verb =>
  word !== undefined && Object.hasOwn(programs, word);

const help = [
  "vangxa <lệnh> [tuỳ chọn]        (vangxa <lệnh> --help để xem tuỳ chọn)",
  "",
  ...Object.entries(programs).map(([verb, { says }]) => `  ${verb.padEnd(12)} ${says}`),
].join("\n");

const [verb, ...rest] = process.argv.slice(2);
if (isVerb(verb)) process.exitCode = await programs[verb].run(rest);
else {
  const asked = verb === undefined || verb === "--help" || verb === "-h" || verb === "help";
  const wrong = `Không có lệnh "${verb}". Xem các lệnh dưới đây.\n\n${help}\n`;
  if (asked) process.stdout.write(`${help}\n`);
  else process.stderr.write(wrong);
  process.exitCode = asked ? 0 : 2;
}
