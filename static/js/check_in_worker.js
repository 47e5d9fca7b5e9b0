/* Keeps the pages of check-in on the device. The server writes VERSION and KEPT above this. */
"use strict";

const CACHE = `check-in-${VERSION}`;
const PATIENCE = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("check-in-") && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

const inTime = (request) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => reject(new Error("slow")), PATIENCE);
  fetch(request).then(resolve, reject).finally(() => clearTimeout(timer));
});

/* A learner's page is shown by the kept page that knows nobody; the page for staff is kept as it was last seen. */
const page = async (request) => {
  const path = new URL(request.url).pathname;
  const cache = await caches.open(CACHE);
  const isScan = /^\/check-in\/\d+\/scan$/.test(path);
  try {
    const answer = await inTime(request);
    if (isScan && answer.ok && !answer.redirected) {
      await cache.put(path, answer.clone());
    }
    return answer;
  } catch (failed) {
    const kept = await cache.match(path.startsWith("/s/") ? "/s/app" : path);
    if (kept) {
      return kept;
    }
    throw failed;
  }
};

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) {
    return;
  }
  if (event.request.mode === "navigate" && /^\/(s\/|check-in\/\d+\/scan$)/.test(address.pathname)) {
    event.respondWith(page(event.request));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(caches.match(event.request).then((kept) => kept || fetch(event.request)));
  }
});
