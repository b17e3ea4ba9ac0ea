import { expect, test } from "vitest";
import { controllerHelp, parseSettings } from "../../controller/config.ts";

const wrong = (argv: string[], env: Record<string, string> = {}) => {
  const parsed = parseSettings(argv, env);
  return parsed.ok ? "ok" : `${parsed.code}: ${parsed.vi}`;
};

test("everything has its default but the data folder", () => {
  const parsed = parseSettings(["--data", "d"], { PATH: "/bin" });
  expect(parsed).toMatchObject({
    ok: true,
    settings: {
      data: "d",
      http: { host: "127.0.0.1", port: 8080 },
      mqtt: { host: "127.0.0.1", port: 1883 },
      adminPassword: undefined,
      logLevel: "info",
      starter: false,
      grace: 900,
      json: false,
    },
  });
  expect(parsed.ok && Object.isFrozen(parsed.settings)).toBe(true);
});

test("options are read in both ways of writing, secrets only from the environment", () => {
  const argv = [
    "--data=d",
    "--http",
    "0.0.0.0:80",
    "--mqtt=[::1]:1883",
    "--broker",
    "mqtt://h:1",
    "--public-url=https://loa.vn/",
    "--trust-proxy",
    "10.0.0.1,10.0.0.2",
    "--grace",
    "60",
    "--per-minute",
    "100",
    "--log-level",
    "debug",
    "--starter",
    "--json",
  ];
  const parsed = parseSettings(argv, {
    VANGXA_ADMIN_PASSWORD: "p",
    VANGXA_METRICS_TOKEN: "t",
    VANGXA_FFMPEG: "/f",
  });
  expect(parsed).toMatchObject({
    ok: true,
    settings: {
      http: { host: "0.0.0.0", port: 80 },
      mqtt: { host: "::1", port: 1883 },
      broker: "mqtt://h:1",
      publicUrl: "https://loa.vn",
      starter: true,
      trustProxy: ["10.0.0.1", "10.0.0.2"],
      grace: 60,
      perMinute: 100,
      logLevel: "debug",
      json: true,
      adminPassword: "p",
      metricsToken: "t",
      ffmpeg: "/f",
    },
  });
});

test.for([
  [[], "Thiếu --data"],
  [["--data"], "--data cần một giá trị"],
  [["--data", "--json"], "--data cần một giá trị"],
  [["data", "d"], 'Không hiểu "data"'],
  [["--dta", "d"], "Có phải --data?"],
  [["--colour", "d"], "Xem --help"],
  [["--data", "d", "--data", "e"], "hai lần"],
  [["--data", "d", "--http", "8080"], "HOST:PORT"],
  [["--data", "d", "--http", "h:99999"], "HOST:PORT"],
  [["--data", "d", "--broker", "http://h"], "mqtt://"],
  [["--data", "d", "--broker", "mqtt://"], "mqtt://"],
  [["--data", "d", "--database", "postgres://h/db"], "Bản này chưa có --database"],
  [["--data", "d", "--store=s3://b"], "Bản này chưa có --store"],
  [["--data", "d", "--grace", "1.5"], "số nguyên từ 1"],
  [["--data", "d", "--grace", "0"], "số nguyên từ 1"],
  [["--data", "d", "--log-level", "loud"], "một trong"],
] as const)("%j is refused with what was meant", ([argv, said]) => {
  expect(wrong([...argv])).toContain(`wrong: `);
  expect(wrong([...argv])).toContain(said);
});

test("a mistyped variable of the environment is found, those of others are not", () => {
  expect(wrong(["--data", "d"], { VANGXA_ADMIN_PASWORD: "p" })).toContain(
    "Có phải VANGXA_ADMIN_PASSWORD?",
  );
  expect(wrong(["--data", "d"], { VANGXA_AGENT_THING_OF_OTHERS: "p", HOME: "/" })).toBe("ok");
});

test("what is broken inside is not taken for a wrong setting", () => {
  const env = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("broken");
      },
    },
  );
  expect(() => parseSettings(["--data", "d"], env)).toThrow("broken");
});

test("help names every option and no secret option", () => {
  expect(wrong(["--help"])).toBe(`help: ${controllerHelp}`);
  for (const name of [
    "--data",
    "--http",
    "--mqtt",
    "--database",
    "--broker",
    "--store",
    "VANGXA_ADMIN_PASSWORD",
  ]) {
    expect(controllerHelp).toContain(name);
  }
  expect(controllerHelp).not.toContain("--password");
});
