// Reads the worked examples of docs/timeline.md. An example is a fenced block of lines: the regulation, the orders and the facts,
// then `=>` and what is heard or refused.
import type { Cluster } from "../../contract/agent-config.ts";
import type { Facts, Sounded } from "../../contract/facts.ts";
import type { Document } from "../../contract/plan.ts";
import { minuteOfClock } from "../../contract/station-time.ts";
import { type Instant, instant, seconds } from "../../contract/time.ts";

export interface Example {
  readonly name: string;
  readonly documents: readonly Document[];
  readonly cluster: Cluster;
  readonly facts: Facts;
  readonly expected: readonly string[];
}

// Monday 28 September 2026, 00:00 in station time.
const today = Date.UTC(2026, 8, 27, 17);

export function examplesOf(page: string): Example[] {
  return [...page.matchAll(/^```timeline\n(.*?)\n```$/gms)].map(([, block]) =>
    exampleOf(block ?? ""),
  );
}

function exampleOf(block: string): Example {
  const lines = block.split("\n").map((one) => one.trim());
  const arrow = lines.indexOf("=>");
  const draft = new Draft();
  for (const one of lines.slice(1, arrow)) draft.read(one);
  return {
    name: (lines[0] ?? "").replace(/^example: /, ""),
    documents: draft.documents(),
    cluster: { ...draft.cluster, caps: draft.caps } as unknown as Cluster,
    facts: draft.facts(),
    expected: lines.slice(arrow + 1).sort(),
  };
}

/** `05:00`, `05:00:30`, `05:00+1` (the next day). */
export function clock(text: string): Instant {
  const [, time = "", second = "0", day = "0"] =
    /^(\d{2}:\d{2})(?::(\d{2}))?(?:\+(\d))?$/.exec(text) ?? [];
  const minute = minuteOfClock(time);
  if (minute === undefined) throw new Error(`no time: ${text}`);
  return instant(today + (Number(day) * 1_440 + minute) * 60_000 + Number(second) * 1_000);
}

export function clockText(at: number): string {
  const second = Math.round((at - today) / 1_000);
  const two = (n: number) => String(n).padStart(2, "0");
  const day = Math.floor(second / 86_400);
  const ofDay = second - day * 86_400;
  const text = [Math.floor(ofDay / 3_600), Math.floor(ofDay / 60) % 60, ofDay % 60].map(two);
  return text.join(":") + (day === 0 ? "" : `+${day}`);
}

const ORDER =
  /^(?:(centre|province) )?(normal|priority|emergency) (\w+) (?:(at|now) (\S+)|order (\d+))(?: from (\S+))? to ([^\s:]\S*?): ([^|]+?)(?: \| (.*))?$/;
const SPAN = /^(\S+)-(\S+)$/;

class Draft {
  readonly cluster = {
    id: "k1",
    province: "51",
    commune: "21001",
    hamlets: ["h1"],
    tags: [],
    languages: ["vie"],
    exercise: false,
    sessions: [] as object[],
    quiet: [] as object[],
    volume: [],
  };
  readonly caps: Record<string, number> = {};
  readonly #orders = new Map<string, object[]>();
  readonly #stops = new Map<string, object[]>();
  readonly #tombstones: object[] = [];
  readonly #priorities: string[] = [];
  #now = clock("00:00");
  #clock: Facts["clock"] = "sure";
  readonly #released: Record<string, Instant> = {};
  readonly #sounded: Sounded[] = [];

  read(text: string): void {
    const [word, ...rest] = text.split(" ");
    const order = ORDER.exec(text);
    if (order) this.#order(order);
    else if (text === "exercise mode") this.cluster.exercise = true;
    else if (text === "clock doubtful") this.#clock = "doubtful";
    else this.#word(word ?? "", rest);
  }

  #word(word: string, rest: string[]): void {
    const [one = "", two = ""] = rest;
    const words: Record<string, () => void> = {
      sessions: () => this.cluster.sessions.push(...rules(rest.join(" "))),
      quiet: () => this.cluster.quiet.push(...rules(rest.join(" "))),
      cap: () => this.#cap(rest),
      now: () => {
        this.#now = clock(one);
      },
      released: () => {
        this.#released[one] = clock(two);
      },
      sounded: () => this.#sound(rest),
      cancel: () => {
        this.#tombstones.push({ occurrence: one, at: clock(two), until: clock("23:59+1") });
      },
      stop: () => this.#stop("commune", rest),
      province: () => this.#stop("province", rest.slice(1)),
      "priority-order": () => this.#priorities.push(...rest),
    };
    const read = words[word];
    if (!read) throw new Error(`not understood: ${word} ${rest.join(" ")}`);
    read();
  }

  #cap([name = "", value = ""]: string[]): void {
    this.caps[name] = name.startsWith("per") ? Number(value) * 1_000 : Number(value);
  }

  #stop(authority: string, [which, at = "", , until = ""]: string[]): void {
    const named = which === "everything" ? {} : { occurrence: which };
    const stops = this.#stops.get(authority) ?? [];
    this.#stops.set(authority, [...stops, { ...named, at: clock(at), until: clock(until) }]);
  }

  #sound([which = "", when = ""]: string[]): void {
    const [name = "", part = "1"] = which.split("#");
    const [, start = "", end = ""] = SPAN.exec(when) ?? [];
    this.#sounded.push({
      occurrence: name as Sounded["occurrence"],
      part: Number(part) - 1,
      offset: seconds(0),
      start: clock(start),
      end: clock(end),
    });
  }

  #order(found: RegExpExecArray): void {
    const [
      ,
      authority = "commune",
      level,
      id,
      word,
      when,
      order,
      from,
      to = "",
      parts = "",
      more = "",
    ] = found;
    const at = when === undefined ? undefined : clock(when);
    const options = Object.fromEntries(
      more.split(", ").map((one) => [one.split(" ")[0], one.split(" ").at(-1) ?? ""]),
    );
    const content = {
      ...(options["valid-from"] ? { validFrom: clock(options["valid-from"]) } : {}),
      ...(options["valid"] ? { validTo: clock(options["valid"]) } : {}),
      ...(options["says"] ? { message: options["says"] } : {}),
    };
    const cut = ["restart", "rejoin", "drop"].find((rule) => rule in options) ?? "resume";
    const occurrence = {
      id,
      broadcast: "b",
      level,
      authority,
      status: "exercise" in options ? "exercise" : "actual",
      title: id,
      issued: clock(options["issued"] ?? "00:00"),
      notBefore: from ? clock(from) : at,
      notAfter: clock(to),
      placement: word ? { kind: word, at } : { kind: "session", order: Number(order) },
      target: { all: true },
      parts: parts.split(", ").map((part) => partOf(part, content)),
      onCut: cut,
      ...("secret" in options ? { secrecy: "state-secret" } : {}),
      approvedBy: ["an", "binh"].slice(0, Number(options["approved"] ?? 2)),
      ...(options["clears"] ? { emergency: { allClearOf: options["clears"] } } : {}),
    };
    this.#orders.set(authority, [...(this.#orders.get(authority) ?? []), occurrence]);
  }

  documents(): Document[] {
    const scopes = { centre: "centre", province: "p-51", commune: "c-21001" };
    const head = { epoch: 1, revision: 1, issued: today };
    return Object.entries(scopes).flatMap(([authority, scope]) => {
      const horizon = { from: today, to: today };
      const occurrences = this.#orders.get(authority) ?? [];
      const tombstones = authority === "commune" ? this.#tombstones : [];
      const stops = this.#stops.get(authority) ?? [];
      const priorityOrder = authority === "commune" ? this.#priorities : [];
      return [
        { kind: "plan", scope, ...head, horizon, occurrences, tombstones, priorityOrder },
        { kind: "urgent", scope, ...head, emergencies: [], stops },
      ];
    }) as unknown as Document[];
  }

  facts(): Facts {
    return {
      now: this.#now,
      released: this.#released,
      sounded: this.#sounded,
      ended: {},
      clock: this.#clock,
    };
  }
}

function rules(text: string): object[] {
  return text.split(", ").map((span) => {
    const [, start = "", end = ""] = SPAN.exec(span) ?? [];
    return {
      start: minuteOfClock(start),
      end: minuteOfClock(end),
      weekdays: [1, 2, 3, 4, 5, 6, 7],
    };
  });
}

function partOf(text: string, content: object): object {
  const [word = "", second] = text.trim().split(" ");
  const length = Number(second ?? word) * 1_000;
  if (word === "pause") return { kind: "pause", length };
  if (word === "relay") return { kind: "relay", sources: ["http://vov/"], length };
  const role = { tune: "tune", notice: "exercise-notice" }[word] ?? "message";
  return { kind: "audio", role, audio: { sha256: "0", bytes: 1, length }, ...content };
}
