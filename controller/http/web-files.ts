/** A file of the built web app, ready to be sent. */
export interface WebFile {
  readonly type: string;
  readonly etag: string;
  /** Its name carries its hash: it never changes under this name. */
  readonly immutable: boolean;
  /** In the best coding that the browser takes. */
  body(acceptEncoding: string): Promise<{ readonly bytes: Uint8Array; readonly coding?: string }>;
}

export interface WebFiles {
  /** `/index.html`, `/assets/main-abc.js`; `undefined` = there is no such file, or the app was never built. */
  get(path: string): WebFile | undefined;
}

/** The app's own addresses: each is answered with its one page, which draws the screen. */
export const appPaths: readonly string[] = [
  "/",
  "/login",
  "/today",
  "/calendar",
  "/compose",
  "/library",
  "/clusters",
  "/emergency",
  "/speak",
  "/play-log",
  "/province",
  "/reach",
  "/reports",
  "/admin",
  "/more",
  "/start",
  "/claim",
  "/guide",
];

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  webmanifest: "application/manifest+json; charset=utf-8",
};

/** What a file of the app is; `undefined` = nothing that the app has. */
export const typeOf = (path: string): string | undefined =>
  types[path.slice(path.lastIndexOf(".") + 1)];

/** Vite writes everything whose name carries its hash into this folder. */
export const isImmutable = (path: string): boolean => path.startsWith("/assets/");

const takes = (acceptEncoding: string, coding: string): boolean =>
  acceptEncoding
    .split(",")
    .map((one) => one.trim().split(";q="))
    .some(([name, weight]) => name === coding && Number(weight ?? 1) > 0);

/** Brotli before gzip before nothing. */
export const codingFor = (acceptEncoding: string): "br" | "gzip" | undefined =>
  (["br", "gzip"] as const).find((coding) => takes(acceptEncoding, coding));
