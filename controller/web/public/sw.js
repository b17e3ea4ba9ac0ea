// The shell opens without a network: its files come from the cache, its page too when the station
// cannot be reached. Nothing of /api is kept here; each screen keeps its own last data, with its age.
const CACHE = "vangxa-shell-1";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.add("/today"))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// What the page had loaded before this worker was there, it names once it is: then all of it opens offline.
self.addEventListener("message", (event) => {
  const paths = event.data?.loaded;
  if (Array.isArray(paths)) event.waitUntil(keepAll(paths));
});

async function keepAll(paths) {
  const cache = await caches.open(CACHE);
  for (const path of paths) {
    if (isPart(path) && !(await cache.match(path))) await cache.add(path).catch(() => undefined);
  }
}

const isPart = (path) => path.startsWith("/assets/") || path === "/icon.svg";

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isPart(url.pathname)) {
    event.respondWith(kept(request));
  } else if (request.mode === "navigate" && !url.pathname.startsWith("/api/")) {
    event.respondWith(page(request));
  }
});

async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put("/today", fresh.clone());
    return fresh;
  } catch (error) {
    const found = await cache.match("/today");
    if (found) return found;
    throw error;
  }
}
