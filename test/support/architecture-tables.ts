// The house as tables: which folder may know which, who may use which library, the order of the
// controller's concepts, and what a role (the suffix of a file) may import. docs/architecture.md
// prints the same; a new package or folder is added here first, with its reason in decisions.md.

/** A folder knows itself and these. */
export const folders: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  "firmware-config": ["contract"],
  "audio-library": ["contract"],
  controller: ["contract", "firmware-config", "audio-library"],
  "edge-agent": ["contract", "firmware-config"],
  // It uses the programs as a stranger would: their commands and their HTTP, nothing inside them.
  demo: ["bin"],
};

/** Left to right: a concept of the controller knows only those before it. */
export const concepts = [
  "access",
  "fleet",
  "message",
  "alert",
  "schedule",
  "live",
  "dispatch",
  "playlog",
  "reach",
  "report",
] as const;

/**
 * What carries the concepts, and which rooms it knows ("concepts" is any of them, as far as the
 * roles allow). A concept's store and routes know one plumbing room each; the rest is ports.
 */
export const plumbing: Readonly<Record<string, readonly string[]>> = {
  store: ["concepts"],
  link: ["concepts"],
  broker: ["concepts"],
  http: ["concepts"],
  web: ["concepts", "http"],
  "concept.store": ["store"],
  "concept.routes": ["http"],
};

/** Rooms whose pure files give types to every concept. */
export const sharedWords: readonly string[] = ["store", "http"];

export type Role = "pure" | "store" | "service" | "routes" | "adapter" | "app" | "main" | "web";

/** What a role may import: values, or types only; and of which role its own folder's files. */
export const roles: Readonly<
  Record<Role, { readonly may: Partial<Record<Role, "value" | "type">>; readonly atHome?: Role }>
> = {
  pure: { may: { pure: "value" } },
  store: { may: { pure: "value" } },
  adapter: { may: { pure: "value", adapter: "value" } },
  // `http` is made of services that plug routes in.
  service: {
    may: { pure: "value", store: "type", service: "type", routes: "value" },
    atHome: "service",
  },
  routes: { may: { pure: "value", service: "type", store: "type" }, atHome: "service" },
  web: { may: { pure: "value", web: "value" } },
  app: {
    may: {
      pure: "value",
      store: "value",
      service: "value",
      routes: "value",
      adapter: "value",
      app: "value",
    },
  },
  main: { may: { pure: "value", app: "value", adapter: "value" } },
};

/** The files that put a program together; only they know everything of their folder. */
export const apps =
  /^(controller\/(app|compose-[a-z]+|machinery\.adapter)|edge-agent\/agent|audio-library\/app|demo\/demo\.service)\.ts$/;

/** Every package has its place. Whoever else wants it goes through that file's port. */
export const packages: readonly (readonly [RegExp, RegExp])[] = [
  [/^typebox(\/|$)/, /./],
  [/^fastify$|^@fastify\//, /^controller\/(http\/|.*\.routes\.ts$)/],
  [/^kysely$/, /^controller\/(store\/|.*\.store\.ts$|app\.ts$|compose-)/],
  [/^better-sqlite3$/, /^controller\/store\/sqlite\.adapter\.ts$/],
  [/^csv-parse\/|^read-excel-file\//, /^controller\/fleet\/sheet\.adapter\.ts$/],
  [/^aedes$/, /^controller\/broker\/.*\.adapter\.ts$/],
  [/^mqtt(\/lib\/client)?$/, /^(controller|edge-agent)\/link\/mqtt\.adapter\.ts$/],
  [/^jose$/, /^(controller|edge-agent)\/.*jws\.adapter\.ts$/],
  [/^@node-rs\/argon2$/, /^controller\/access\/password\.adapter\.ts$/],
  [/^rrule-temporal$/, /^controller\/schedule\/recurrence\.adapter\.ts$/],
  [/^fast-xml-parser$/, /^controller\/alert\/xml\.adapter\.ts$/],
  [/^date-holidays$|^date-chinese$/, /^controller\/schedule\/lunar\.adapter\.ts$/],
  [/^ical\.js$/, /^controller\/schedule\/ical\.adapter\.ts$/],
  [/^fflate$/, /^controller\/(zip\.adapter|web\/read-text)\.ts$/],
  [/^docx$/, /^controller\/report\/docx\.adapter\.ts$/],
  [/^write-excel-file(\/|$)/, /^controller\/report\/xlsx\.adapter\.ts$/],
  [/^pdfmake(\/|$)|^@expo-google-fonts\/tinos/, /^controller\/report\/(log-)?pdf\.adapter\.ts$/],
  [/^qr$/, /^controller\/(report\/qr\.adapter\.ts|web\/claim-code\.tsx)$/],
  [/^node-cron$/, /^controller\/.*\.adapter\.ts$/],
  [/^pino$/, /^(controller|edge-agent)\/(main|.*\.adapter)\.ts$/],
  [/^prom-client$/, /^controller\/http\/.*\.adapter\.ts$/],
  [
    /^fluent-ffmpeg$|^@ffmpeg\/core(\/|$)/,
    /^audio-library\/render\/.*(\.adapter\.ts|-launcher\.mjs)$/,
  ],
  [/^@echogarden\/espeak-ng-emscripten$/, /^audio-library\/speech\/.*-launcher\.mjs$/],
  [/^tsx\/esm\/api$/, /-from-source\.mjs$/],
  [/^computed$/, /\.mjs$/],
  [/^ogg-opus-decoder$/, /^(edge-agent|audio-library)\/.*\.adapter\.ts$/],
  [/^@serialport\//, /^edge-agent\/.*\.adapter\.ts$/],
  [/^preact(\/|$)/, /^controller\/web\//],
  [/^leaflet\//, /^controller\/web\/map-drawing\.ts$/],
];

/** Beside programs only these may import `node:`. */
export const knowsNode = /\.adapter\.ts$/;
