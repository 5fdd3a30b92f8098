// Keeps the shell of the field page, and nothing of anybody's: no page with a person's data is ever cached.
const VERSION = BUILT; // changes with what was built
const CACHE = `field-${VERSION}`;
const SHELL = "/my/field/";
const ASSETS = ["kit.css", "kit.js", "field.js", "icons.svg"].map((name) => `/static/kit/built/${name}`);
const MORE = ["/static/kit/mark.svg", "/static/django_htmx/htmx-2.min.js", "/manifest.webmanifest"];
const PATIENCE = 3_000; // milliseconds a poor network gets before what is kept is shown

// Without cookies: the shell as anybody gets it, whoever is signed in.
const fresh = (path) => new Request(path, { credentials: "omit", cache: "no-cache" });

self.addEventListener("install", (event) =>
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([SHELL, ...ASSETS, ...MORE].map(fresh)))
      .then(() => self.skipWaiting()),
  ),
);

self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith("field-") && name !== CACHE).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  ),
);

async function newest(path) {
  const answer = await fetch(fresh(path));
  if (!answer.ok || answer.redirected) throw new Error(answer.status);
  await (await caches.open(CACHE)).put(path, answer.clone());
  return answer;
}

// The newest if it comes soon, else what is kept.
async function soon(path) {
  const asked = newest(path);
  asked.catch(() => {});
  const patience = new Promise((_, give) => setTimeout(give, PATIENCE));
  try {
    return await Promise.race([asked, patience]);
  } catch {
    return (await caches.match(path)) || asked;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === SHELL) event.respondWith(soon(SHELL));
    else if (pathname.startsWith("/my/")) event.respondWith(fetch(request).catch(() => Response.redirect(SHELL)));
  } else if (ASSETS.includes(pathname) || MORE.includes(pathname)) event.respondWith(soon(pathname));
});
