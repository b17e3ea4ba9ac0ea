import { expect, test } from "vitest";
import { frameReader } from "../../../contract/live.ts";
import { createLive, type Speaker } from "../../../controller/live/live.service.ts";
import { silent } from "../../../controller/log.ts";
import { paperSpool } from "../../support/paper-spool.ts";
import { VirtualTime } from "../../support/virtual-time.ts";

const ask = {
  title: "Họp thôn",
  theme: "thong-bao",
  level: "normal",
  where: {},
  seconds: 60,
} as const;
const speaker = { id: "u-1", name: "Bà Ba", roles: [], username: "ba", address: "" } as never;
const stranger = { id: "u-2", name: "Ông Tư", roles: [], username: "tu", address: "" } as never;

/** Everything around a live session, small and with levers: an encoder that gives back what it gets. */
function world(spool = paperSpool()) {
  const time = new VirtualTime();
  const it = {
    order: "active",
    kept: [] as { about: object; bytes: number; filename: string }[],
    refusing: undefined as string | undefined,
    inside: 0,
    missing: false,
  };
  const told: object[] = [];
  const logged: string[] = [];
  let ids = 0;
  const live = createLive({
    timers: time,
    log: { ...silent, error: (_fields, text) => void logged.push(text) },
    spool,
    newId: (prefix) => `${prefix}-${++ids}`,
    newKey: () => ({ x: "x".repeat(43), sign: () => new Uint8Array(64) }),
    encoder: async () => (it.missing ? undefined : encoder(() => it.inside)),
    schedule: {
      placeLive: async () => ({ ok: true, value: { id: "b-1", state: it.order } }) as never,
      stateOf: async () => it.order,
      cancel: async () => ({ ok: true }) as never,
    },
    messages: {
      create: async (_by, about, recording) => {
        let bytes = 0;
        for await (const some of recording?.file ?? []) bytes += some.length;
        if (it.refusing === "broken") throw new Error("no space");
        if (it.refusing !== undefined) return { ok: false, code: it.refusing } as never;
        it.kept.push({ about, bytes, filename: recording?.filename ?? "" });
        return { ok: true, value: { id: recording?.live?.id } } as never;
      },
    },
  });
  const line: Speaker & { paused: number } = {
    paused: 0,
    tell: (what) => void told.push(what),
    pause: () => void line.paused++,
    resume: () => undefined,
    close: () => undefined,
  };
  return { live, it, time, told, line, spool, logged };
}

function encoder(inside: () => number) {
  const queue: Uint8Array[] = [];
  let over = false;
  let wake: () => void = () => undefined;
  const finish = () => {
    over = true;
    wake();
  };
  async function* out(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = queue.shift();
      if (bytes) yield bytes;
      else if (over) return;
      else
        await new Promise<void>((go) => {
          wake = go;
        });
    }
  }
  return {
    push(bytes: Uint8Array) {
      if (bytes.length > 0) queue.push(bytes);
      wake();
      return inside();
    },
    end: finish,
    kill: finish,
    out: out(),
  };
}

const settle = async () => {
  for (let i = 0; i < 50; i++) await Promise.resolve();
};
const oggPage = (): Uint8Array => {
  const page = new Uint8Array(30);
  page[26] = 1;
  page[27] = 2;
  return page;
};

test("what is said reaches the boards, and is kept with its origin", async () => {
  const { live, it, told, line, spool } = world();
  const made = await live.create(speaker, ask);
  const id = made.ok ? made.value.live.id : "";
  const reader = frameReader();
  const heard: number[] = [];
  let ended = false;
  live.join(id, {
    write: (bytes) => {
      heard.push(...(reader.push(bytes) ?? []).map(({ sequence }) => sequence));
      return 0;
    },
    end: () => {
      ended = true;
    },
  });
  const speech = await live.speak(speaker, id, "audio/webm;codecs=opus", line);
  for (let i = 0; i < 4; i++) speech?.push(oggPage());
  await settle();
  speech?.end();
  await settle();
  expect([heard, ended]).toEqual([[0, 1, 2, 3], true]);
  expect(told).toEqual([{ event: "speaking", seconds: 60 }, { event: "over" }]);
  expect(it.kept).toEqual([
    {
      about: expect.objectContaining({ sourceDocument: expect.stringContaining("Bà Ba") }),
      bytes: 120,
      filename: `${id}.webm`,
    },
  ]);
  expect(await live.view(speaker, id)).toMatchObject({
    value: { state: "over", message: `m-${id}` },
  });
  expect(await spool.left()).toEqual([]);
  expect(live.join(id, { write: () => 0, end: () => undefined })).toBeUndefined();
  await live.stop();
});

test("nobody else speaks in it, not before it is approved, not twice, and not without a program", async () => {
  const { live, it, line } = world();
  it.order = "proposed";
  const made = await live.create(speaker, ask);
  const id = made.ok ? made.value.live.id : "";
  const speak = (by = speaker, mime = "audio/webm") => live.speak(by, id, mime, line);
  expect(await speak()).toBeUndefined();
  it.order = "active";
  expect(await speak(stranger)).toBeUndefined();
  expect(await speak(speaker, "text/html")).toBeUndefined();
  it.missing = true;
  expect(await speak()).toBeUndefined();
  it.missing = false;
  expect(await speak()).toBeDefined();
  expect(await speak()).toBeUndefined();
  await live.stop();
});

test("the time limit ends it, and a sender that is too fast rests", async () => {
  const { live, it, time, told, line } = world();
  const made = await live.create(speaker, ask);
  const speech = await live.speak(speaker, made.ok ? made.value.live.id : "", "audio/ogg", line);
  it.inside = 1_000_000;
  speech?.push(oggPage());
  expect(line.paused).toBe(1);
  it.inside = 0;
  await time.advance(61_000);
  await settle();
  expect(told.at(-1)).toEqual({ event: "over" });
  await live.stop();
});

test("who does not begin within a quarter of an hour has gone away", async () => {
  const { live, time } = world();
  const made = await live.create(speaker, ask);
  await time.advance(16 * 60_000);
  expect(await live.view(speaker, made.ok ? made.value.live.id : "")).toMatchObject({
    value: { state: "over" },
  });
  await time.advance(31 * 60_000);
  expect(await live.view(speaker, made.ok ? made.value.live.id : "")).toMatchObject({
    code: "live-unknown",
  });
});

test("what is only an offer to the communes is taken back", async () => {
  const { live, it } = world();
  it.order = "offered";
  expect(await live.create(speaker, ask)).toMatchObject({ code: "live-offered" });
});

test("there are not many at once", async () => {
  const { live } = world();
  for (let i = 0; i < 20; i++) await live.create(speaker, ask);
  expect(await live.create(speaker, ask)).toMatchObject({ code: "live-busy" });
  await live.stop();
});

const speaking = async (one: ReturnType<typeof world>, mime = "audio/webm") => {
  const made = await one.live.create(speaker, ask);
  const id = made.ok ? made.value.live.id : "";
  const speech = await one.live.speak(speaker, id, mime, one.line);
  speech?.push(oggPage());
  await settle();
  return { id, speech };
};

test("what was said when the program died is in the library after the next start, told as cut", async () => {
  const spool = paperSpool();
  const { id } = await speaking(world(spool), "audio/mp4");
  const next = world(spool);
  next.live.start();
  await settle();
  expect(next.it.kept).toEqual([
    {
      about: expect.objectContaining({ sourceDocument: expect.stringContaining("bị cắt") }),
      bytes: 30,
      filename: `${id}.m4a`,
    },
  ]);
  expect(await spool.left()).toEqual([]);
  await next.live.stop();
});

test("what the library cannot take now waits for the next start; what is no sound does not", async () => {
  const spool = paperSpool();
  const first = world(spool);
  for (const trouble of ["no-codec", "broken"]) {
    first.it.refusing = trouble;
    const { id, speech } = await speaking(first);
    speech?.end();
    await settle();
    expect(await first.live.view(speaker, id)).toMatchObject({ value: { message: null } });
  }
  expect((await spool.left()).map(({ isWhole }) => isWhole)).toEqual([true, true]);
  const next = world(spool);
  next.it.refusing = "not-audio";
  next.live.start();
  await settle();
  expect(await spool.left()).toEqual([]);
  await next.live.stop();
});

test("a disk that fails costs the recording and not the speech", async () => {
  const one = world(paperSpool({ failing: true }));
  const { speech } = await speaking(one);
  speech?.end();
  await settle();
  expect(one.told.at(-1)).toEqual({ event: "over" });
  expect(one.logged).toEqual(["a live speech is not recorded to its end"]);
  expect(one.it.kept).toEqual([]);
  await one.live.stop();
});

test("who said nothing leaves nothing; a folder that cannot be read stops no start", async () => {
  const one = world();
  const made = await one.live.create(speaker, ask);
  const id = made.ok ? made.value.live.id : "";
  (await one.live.speak(speaker, id, "audio/ogg", one.line))?.end();
  await settle();
  expect([one.it.kept, await one.spool.left()]).toEqual([[], []]);
  const other = world({ ...paperSpool(), left: () => Promise.reject(new Error("EACCES")) });
  other.live.start();
  await other.live.stop();
  expect(other.logged).toEqual(["what an earlier run recorded cannot be read"]);
});
