{# The worker of the counter. Expects version and files, the addresses of all it keeps. A module: it shares the queue with the pages. -#}
// The counter opens without a connection: what its page is made of is kept, and no page that names anybody.

import { forget, put, remember, scanOf, shopTime } from {{ asset("js/counter/queue.js") | tojson }};
import { cardIn } from {{ asset("js/counter/codes.js") | tojson }};
import { saleIn } from {{ asset("js/counter/sale.js") | tojson }};
import { send } from {{ asset("js/counter/sending.js") | tojson }};

const SHELL = "counter-{{ version }}";
const FILES = {{ files | tojson }};
const HERE = {{ url_for("counter.scan") | tojson }};
const OFFLINE = {{ url_for("offline.page") | tojson }};
const QUEUE = {{ url_for("offline.send") | tojson }};
const SALE = /^\/counter\/members\/([^/]+)$/;
const MONEY = { digits: {{ currency_digits }}, mark: {{ decimal_mark | tojson }} };
const PATIENCE = 8000; // milliseconds; then the page that needs no connection is better than waiting

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("sync", (event) => event.waitUntil(send(QUEUE)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  const { method } = request;
  if (FILES.includes(pathname)) event.respondWith(fromShell(request));
  else if (method === "GET" && request.mode === "navigate") event.respondWith(page(request, pathname));
  else if (method === "POST" && pathname === HERE) event.respondWith(find(request));
  else if (method === "POST" && SALE.test(pathname)) event.respondWith(take(request, SALE.exec(pathname)[1]));
});

async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll([...FILES, OFFLINE]);
  await self.skipWaiting();
}

async function takeOver() {
  await self.clients.claim();
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("counter-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}

const fromShell = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

// A proxy in front answers for a server that is gone: that is no answer either.
async function answered(request) {
  const answer = await fetch(request).catch(() => undefined);
  return answer && ![502, 503, 504].includes(answer.status) ? answer : undefined;
}

async function page(request, pathname) {
  const asked = answered(request);
  const answer = await Promise.race([asked, new Promise((done) => setTimeout(done, PATIENCE))]);
  if (answer) return answer;
  if (pathname !== OFFLINE) return Response.redirect(OFFLINE);
  return (await caches.match(OFFLINE, { ignoreVary: true })) ?? (await asked) ?? Response.error();
}

// A rotating code may have been taken though no answer came: the phone shows the next one in a moment.
async function find(request) {
  const said = await request.clone().formData();
  const answer = await answered(request);
  if (answer) return answer;
  const code = said.get("code") ?? "";
  await (cardIn(code)?.startsWith("LY1") ? forget("draft") : remember("draft", code));
  return leadTo(OFFLINE, request);
}

// A discount and points that pay need the server: it alone knows that none is spent twice. The form waits.
const isLessened = (said) => Boolean(said.get("voucher")) || Number(said.get("points")) !== 0;

// Under the name of its form: if it was recorded and only the answer got lost, it is the same purchase.
async function take(request, number) {
  const at = await shopTime();
  const said = await request.clone().formData();
  const answer = await answered(request);
  if (answer) return answer;
  const sale = saleIn(said, MONEY);
  if (sale.fault || isLessened(said)) return Response.error();
  await put(await scanOf(said.get("key"), decodeURIComponent(number), at, sale));
  self.registration.sync?.register("queue").catch(() => {});
  return leadTo(OFFLINE, request);
}

function leadTo(address, request) {
  if (!request.headers.get("HX-Request")) return Response.redirect(address, 303);
  return new Response(null, { status: 204, headers: { "HX-Redirect": address } });
}
