import type { SpeechAbout, SpeechFailure, Voice } from "./speech.ts";

/** What the operator's account is. Which of the three a service asks for, its shape says. */
export interface Account {
  readonly key: string;
  /** VNPT's second and third secret. */
  readonly tokenId?: string;
  readonly tokenKey?: string;
}

export interface HttpOrder {
  readonly text: string;
  readonly voice: string;
  /** 1 is ordinary. */
  readonly rate: number;
}

export interface HttpRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a service's JSON came to: sound in it, an address to fetch it from, or a failure. */
export type JsonAnswer =
  | { readonly kind: "sound"; readonly base64: string }
  | { readonly kind: "address"; readonly url: string }
  | { readonly kind: "failure"; readonly code: SpeechFailure; readonly detail: string };

export interface Shape {
  readonly name: string;
  /** Where the service lives; Azure's has `{region}` in it. */
  readonly base: string;
  readonly about: SpeechAbout;
  readonly needs: readonly (keyof Account)[];
  readonly voices: readonly Voice[];
  request(order: HttpOrder, account: Account): HttpRequest;
  /** Only where the answer is JSON; else it is the sound itself. */
  readonly read?: (json: unknown) => JsonAnswer;
}

const voice = (
  id: string,
  name: string,
  region: Voice["region"],
  gender: Voice["gender"],
): Voice => ({
  id,
  name,
  region,
  gender,
});

const limits = (characters: number, bytes: number, answers: "now" | "later"): SpeechAbout => ({
  longest: { characters, bytes },
  offline: false,
  answers,
});

const clamp = (value: number, least: number, most: number): number =>
  Math.round(Math.min(Math.max(value, least), most) * 100) / 100;

/** A field at a path of names and indexes, or nothing. */
export function fieldOf(json: unknown, ...path: readonly (string | number)[]): unknown {
  let at: unknown = json;
  for (const name of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string | number, unknown>)[name];
  }
  return at;
}

const textAt = (json: unknown, ...path: readonly (string | number)[]): string => {
  const found = fieldOf(json, ...path);
  return typeof found === "string" ? found : "";
};

/** The services have no common codes, but they all have words for "too much". */
const SPENT = /quota|limit|exceed|balance|credit|payment|hạn mức|hết|vượt/iu;
const REFUSED = /key|token|auth|permission|forbidden|denied/iu;

export function failureFrom(detail: string): Extract<JsonAnswer, { kind: "failure" }> {
  if (SPENT.test(detail)) return { kind: "failure", code: "quota", detail };
  return { kind: "failure", code: REFUSED.test(detail) ? "key-refused" : "engine-failed", detail };
}

const address = (url: string, detail: string): JsonAnswer =>
  url === "" ? failureFrom(detail) : { kind: "address", url };

const json = { "content-type": "application/json; charset=utf-8" };

const fpt: Shape = {
  name: "FPT.AI",
  base: "https://api.fpt.ai",
  about: limits(4_500, 20_000, "later"),
  needs: ["key"],
  voices: [
    voice("banmai", "Ban Mai", "north", "female"),
    voice("leminh", "Lê Minh", "north", "male"),
    voice("myan", "Mỹ An", "central", "female"),
    voice("lannhi", "Lan Nhi", "south", "female"),
  ],
  request: ({ text, voice: name, rate }, { key }) => ({
    path: "/hmi/tts/v5",
    headers: {
      "content-type": "text/plain; charset=utf-8",
      api_key: key,
      voice: name,
      // -3 to 3, a third of the speed each.
      speed: String(Math.round(clamp((rate - 1) * 3, -3, 3))),
      format: "wav",
    },
    body: text,
  }),
  read: (answer) =>
    fieldOf(answer, "error") === 0
      ? address(textAt(answer, "async"), "no address")
      : failureFrom(textAt(answer, "message")),
};

const viettel: Shape = {
  name: "Viettel AI",
  base: "https://viettelai.vn",
  about: limits(1_000, 4_000, "now"),
  needs: ["key"],
  voices: [
    voice("hn-quynhanh", "Quỳnh Anh", "north", "female"),
    voice("hue-maingoc", "Mai Ngọc", "central", "female"),
    voice("hcm-diemmy", "Diễm My", "south", "female"),
  ],
  request: ({ text, voice: name, rate }, { key }) => ({
    path: "/tts/speech_synthesis",
    headers: json,
    body: JSON.stringify({
      text,
      voice: name,
      speed: clamp(rate, 0.8, 1.2),
      tts_return_option: 2,
      token: key,
      without_filter: false,
    }),
  }),
};

const zalo: Shape = {
  name: "Zalo AI",
  base: "https://api.zalo.ai",
  about: limits(1_000, 4_000, "later"),
  needs: ["key"],
  voices: [
    voice("2", "Nữ miền Bắc", "north", "female"),
    voice("4", "Nam miền Bắc", "north", "male"),
    voice("1", "Nữ miền Nam", "south", "female"),
    voice("3", "Nam miền Nam", "south", "male"),
  ],
  request: ({ text, voice: name, rate }, { key }) => ({
    path: "/v1/tts/synthesize",
    headers: { "content-type": "application/x-www-form-urlencoded", apikey: key },
    body: new URLSearchParams({
      input: text,
      speaker_id: name,
      speed: String(clamp(rate, 0.8, 1.2)),
      encode_type: "0",
    }).toString(),
  }),
  read: (answer) =>
    fieldOf(answer, "error_code") === 0
      ? address(textAt(answer, "data", "url"), "no address")
      : failureFrom(textAt(answer, "error_message")),
};

const vnpt: Shape = {
  name: "VNPT Smart Voice",
  base: "https://api.idg.vnpt.vn",
  about: limits(1_000, 4_000, "later"),
  needs: ["key", "tokenId", "tokenKey"],
  voices: [
    voice("female_north", "Nữ miền Bắc", "north", "female"),
    voice("male_north", "Nam miền Bắc", "north", "male"),
    voice("female_central", "Nữ miền Trung", "central", "female"),
    voice("female_south", "Nữ miền Nam", "south", "female"),
  ],
  request: ({ text, voice: name, rate }, { key, tokenId = "", tokenKey = "" }) => ({
    path: "/tts-service/v2/standard",
    headers: {
      ...json,
      authorization: `Bearer ${key}`,
      "token-id": tokenId,
      "token-key": tokenKey,
    },
    body: JSON.stringify({ text, model: "news", region: name, speed: clamp(rate, 0.5, 2) }),
  }),
  read: (answer) =>
    address(textAt(answer, "object", "playlist", 0, "audio_link"), textAt(answer, "message")),
};

const google: Shape = {
  name: "Google Cloud",
  base: "https://texttospeech.googleapis.com",
  about: limits(4_800, 4_900, "now"),
  needs: ["key"],
  voices: ["A", "B", "C", "D"].map((letter, index) =>
    voice(`vi-VN-Wavenet-${letter}`, `Google ${letter}`, "unknown", index % 2 ? "male" : "female"),
  ),
  request: ({ text, voice: name, rate }, { key }) => ({
    path: "/v1/text:synthesize",
    headers: { ...json, "x-goog-api-key": key },
    body: JSON.stringify({
      input: { text },
      voice: { languageCode: "vi-VN", name },
      audioConfig: { audioEncoding: "LINEAR16", speakingRate: clamp(rate, 0.5, 2) },
    }),
  }),
  read: (answer) => {
    const base64 = textAt(answer, "audioContent");
    return base64 === ""
      ? failureFrom(textAt(answer, "error", "message"))
      : { kind: "sound", base64 };
  },
};

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

const azure: Shape = {
  name: "Azure Speech",
  base: "https://{region}.tts.speech.microsoft.com",
  // Ten minutes of sound, and what is longer is cut without a word: stay far below.
  about: limits(5_000, 20_000, "now"),
  needs: ["key"],
  voices: [
    voice("vi-VN-HoaiMyNeural", "Hoài My", "unknown", "female"),
    voice("vi-VN-NamMinhNeural", "Nam Minh", "unknown", "male"),
  ],
  request: ({ text, voice: name, rate }, { key }) => {
    const percent = Math.round((clamp(rate, 0.5, 2) - 1) * 100);
    const pace = `${percent < 0 ? "" : "+"}${percent}%`;
    const body = `<prosody rate="${pace}">${escaped(text)}</prosody>`;
    return {
      path: "/cognitiveservices/v1",
      headers: {
        "content-type": "application/ssml+xml",
        "ocp-apim-subscription-key": key,
        "x-microsoft-outputformat": "riff-24khz-16bit-mono-pcm",
        "user-agent": "vangxa",
      },
      body: `<speak version="1.0" xml:lang="vi-VN"><voice name="${escaped(name)}">${body}</voice></speak>`,
    };
  },
};

/** The usual services of Vietnam. Vbee is left out: it answers only by calling a public address. */
export const shapes = { fpt, viettel, zalo, vnpt, google, azure } as const satisfies Record<
  string,
  Shape
>;

export type HttpService = keyof typeof shapes;
export const isHttpService = (name: string): name is HttpService => Object.hasOwn(shapes, name);

/** Faster than anyone reads: a sound that is shorter for its text lost its end on the way. */
const MOST_CHARACTERS_A_SECOND = 32;
const TOO_SHORT_TO_JUDGE = 120;

export const isCutShort = (text: string, rate: number, seconds: number): boolean =>
  text.length > TOO_SHORT_TO_JUDGE &&
  seconds * MOST_CHARACTERS_A_SECOND * Math.max(rate, 1) < text.length;
