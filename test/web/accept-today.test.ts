import { afterAll, expect } from "vitest";
import { type Cable, cable } from "../support/cable.ts";
import { needing } from "../support/needs.ts";
import { stage } from "../support/stage.ts";
import { until } from "../support/station.ts";

const test = needing("chromium");
const on = stage();
let line: Cable | undefined;
afterAll(() => line?.close());

const now = { level: "normal", where: { clusters: ["cum-1"] }, when: { now: true } };

/** Live events as another listener of the same station hears them. */
async function listen(hear: (id: number, kind: string) => void): Promise<() => void> {
  const { base } = on.station;
  const login = { username: "duyet", password: "con ga trong gay sang" };
  const made = await fetch(`${base}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(login),
  });
  const { token } = (await made.json()) as { token: string };
  const stop = new AbortController();
  const stream = await fetch(`${base}/api/events`, {
    headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" },
    signal: stop.signal,
  });
  void (async () => {
    let text = "";
    for await (const bytes of stream.body ?? []) {
      text += Buffer.from(bytes).toString();
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const id = /^id: ?(\d+)$/m.exec(part)?.[1];
        const kind = /^event: ?(\w+)$/m.exec(part)?.[1] ?? "";
        if (id) hear(Number(id), kind);
      }
    }
  })().catch(() => undefined);
  return () => stop.abort();
}

test("A3 an empty day offers the first message", () =>
  on.as("soan", {}, async ({ page }) => {
    await page.getByRole("link", { name: "Tạo bản tin đầu tiên" }).click();
    await page.getByRole("heading", { level: 1, name: "Soạn tin" }).waitFor();
  }));

test("A1 planned, started and outcome appear without a reload, the outcome within 2 s of its receipt", {
  timeout: 90_000,
}, async () => {
  const message = await on.station.approved(
    "Tin thử trực tiếp",
    "thong-bao",
    "Kính thưa bà con, đây là bản tin thử trực tiếp của đài truyền thanh xã. Mời bà con cùng nghe.",
  );
  const outcomes: number[] = [];
  const stop = await listen((_id, kind) => kind === "outcome" && outcomes.push(Date.now()));
  await on.as("duyet", {}, async ({ page }) => {
    const loads: string[] = [];
    page.on("load", () => loads.push(page.url()));
    const by = await on.station.by("duyet");
    await by.post("/api/broadcasts", { messageIds: [message], ...now });
    const slot = page.locator(".slot").filter({ hasText: "Tin thử trực tiếp" });
    await slot.waitFor();
    await slot.getByText("đang phát trên 1/1 cụm").waitFor({ timeout: 45_000 });
    await slot.getByText("đã phát 1/1").waitFor({ timeout: 60_000 });
    const shown = Date.now();
    const told = await until("the outcome's event", () => outcomes[0]);
    expect(shown - told).toBeLessThan(2_000);
    expect(loads).toEqual([]);
  });
  stop();
});

test("A2 a cut stream is said within 5 s; what was missed comes back by Last-Event-ID, none lost", {
  timeout: 120_000,
}, async () => {
  line = await cable(on.station.base);
  const { base, cut, mend } = line;
  const all: number[] = [];
  const stop = await listen((id) => all.push(id));
  await on.as("duyet", { through: base }, async ({ page, context }) => {
    const seen: number[] = [];
    const watch = await context.newCDPSession(page);
    await watch.send("Network.enable");
    watch.on("Network.eventSourceMessageReceived", ({ eventId, eventName }) => {
      if (eventName !== "hello" && eventId !== "") seen.push(Number(eventId));
    });
    const by = await on.station.by("duyet");
    const [message] = (await by.get<{ items: { id: string }[] }>("/api/messages?status=approved"))
      .items;
    const order = () => by.post("/api/broadcasts", { messageIds: [message?.id], ...now });
    await order();
    await until("the first events", () => (seen.length > 0 ? true : undefined));
    const from = seen[0] ?? 0;
    await cut();
    const cutAt = Date.now();
    await page.getByText(/Mất kết nối với đài, đang thử lại/).waitFor({ timeout: 5_000 });
    expect(Date.now() - cutAt).toBeLessThan(5_000);
    for (let n = 0; n < 12; n += 1) await order();
    const missed = await until("events meanwhile", () =>
      all.filter((id) => id > (seen.at(-1) ?? 0)).length > 12 ? all.at(-1) : undefined,
    );
    await mend();
    await page.getByText(/Mất kết nối với đài/).waitFor({ state: "detached", timeout: 30_000 });
    await until("the missed ones", () => (seen.includes(missed) ? true : undefined));
    const through = seen.at(-1) ?? 0;
    const expected = all.filter((id) => id >= from && id <= through);
    expect(seen.filter((id) => id >= from)).toEqual(expected);
  });
  stop();
});
