import { appPaths } from "../../controller/http/web-files.ts";

/** The web app's page and files: what it shows comes from the API. */
export const webRoutes = [
  ...appPaths,
  "/assets/:file",
  "/sw.js",
  "/icon.svg",
  "/app.webmanifest",
].map((path) => `GET ${path}`);

/** Open to everybody: log-in, liveness, description. */
export const open = [
  "POST /api/enrol",
  "GET /ket-qua",
  "GET /ket-qua/:id",
  "GET /ket-qua/:id/json",
  "GET /ket-qua/index.html",
  "GET /ket-qua/ket-qua.zip",
  "GET /ket-qua/:id.html",
  "GET /ket-qua/:id.json",
  "GET /audio/sha256/:hash",
  "GET /documents/sha256/:hash",
  "GET /live/:id",
  "POST /api/session",
  "DELETE /api/session",
  "GET /api/communes/:code/calendar.ics",
  "GET /api/library/feed.xml",
  "GET /api/library/playlist.m3u",
  "GET /healthz",
  "GET /metrics",
  "GET /api/openapi.json",
  ...webRoutes,
];
