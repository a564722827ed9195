// Keeps the app on the device: the server puts VERSION and FILES before this.

const OURS = "heard-field-";
const NAME = OURS + VERSION;

/** Fetches everything anew; a page to sign in on is not the app, and ends the installation. */
async function keep() {
  const cache = await caches.open(NAME);
  for (const file of FILES) {
    const answer = await fetch(file, { cache: "reload", credentials: "same-origin" });
    if (!answer.ok || answer.redirected)
      throw new Error(`${file} cannot be kept: ${answer.status}`);
    await cache.put(file, answer);
  }
  await self.skipWaiting();
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(
    names
      .filter((name) => name.startsWith(OURS) && name !== NAME)
      .map((name) => caches.delete(name)),
  );
  await self.clients.claim();
}

async function kept(request) {
  const cache = await caches.open(NAME);
  return (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && FILES.includes(new URL(url).pathname))
    event.respondWith(kept(event.request));
});
