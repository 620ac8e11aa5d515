{# The worker on a phone that keeps the card. Expects version and files, the addresses of all it keeps for good. -#}
// The card opens without a connection: what it is made of, and its last copy. Nothing else of a member's is kept.

const SHELL = "shell-{{ version }}";
const OWN = "card";
const FILES = {{ files | tojson }};
const CARD = {{ url_for("member.card") | tojson }};
const LEAVING = {{ [url_for("public.sign_out"), url_for("member.leave")] | tojson }};
const DESKS = /^\/(counter|console|staff)\b/;
const PATIENCE = 3000; // milliseconds; then the last copy is better than waiting

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { method, mode } = event.request;
  const { origin, pathname } = new URL(event.request.url);
  if (origin !== location.origin) return;
  if (FILES.includes(pathname)) event.respondWith(fromShell(event.request));
  else if (method === "POST" && LEAVING.includes(pathname)) event.waitUntil(forget());
  else if (method !== "GET" || mode !== "navigate" || DESKS.test(pathname)) return;
  else if (pathname === CARD) event.respondWith(card(event));
  else event.respondWith(fetch(event.request).catch(() => Response.redirect(CARD)));
});

async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll(FILES);
  await self.skipWaiting();
}

// The first visit came before the worker, so its card is fetched once more. An old shell stays
// until then: the last copy of the card is made of it.
async function takeOver() {
  await self.clients.claim();
  const answer = await fetched(new Request(CARD, { redirect: "manual", headers: { Purpose: "prefetch" } }));
  if (!answer) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name)));
}

const fromShell = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

// A proxy in front answers for a server that is gone: that is no answer either.
async function card(event) {
  const asked = fetched(event.request);
  event.waitUntil(asked);
  const answer = await Promise.race([asked, new Promise((done) => setTimeout(done, PATIENCE))]);
  return answer ?? (await lastCopy()) ?? (await asked) ?? fetch(event.request);
}

async function fetched(request) {
  const answer = await fetch(request).catch(() => undefined);
  if (!answer || answer.status >= 500) return undefined;
  if (answer.type === "opaqueredirect") await forget(); // signed out elsewhere
  if (answer.ok) await (await caches.open(OWN)).put(CARD, answer.clone());
  return answer;
}

// The page shows by this mark that it is a copy, and of when.
async function lastCopy() {
  const copy = await (await caches.open(OWN)).match(CARD, { ignoreVary: true });
  if (!copy) return undefined;
  const page = (await copy.text()).replace("<html", "<html data-kept");
  return new Response(page, { headers: copy.headers });
}

async function forget() {
  indexedDB.deleteDatabase("card");
  await caches.delete(OWN);
}
