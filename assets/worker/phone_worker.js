/* The worker of the field phone: it keeps the page /m, its scripts and what the page last read, and gives them where the
   server does not answer. It never sends anything by itself: the queue of the page does (assets/offline/). Served as
   /phone-worker.js; it is not linked into the pages' script. */

const SHELL = "cc-phone-shell"; /* scripts, styles, letters: the same for everybody */
const OWN = "cc-phone-own"; /* the page as one person sees it, and what it read */
const PATIENCE_MS = 2000; /* then what is kept is given, if it is */
const PAGE = "/m";
const CALLBACK = "/_dash-update-component";
const KEPT_AT = "X-Kept-At";

/* What the page reads at its start, without a query. */
const READ = [
  /^\/api\/v1\/board$/,
  /^\/api\/v1\/site$/,
  /^\/api\/v1\/words\/[^/]+\.json$/,
  /^\/api\/v1\/mine$/,
  /^\/api\/v1\/phone\/[^?]+$/,
  /^\/_dash-layout$/,
  /^\/_dash-dependencies$/,
];

/** @typedef {{ request: Request, waitUntil: (done: Promise<unknown>) => void,
 *   respondWith: (answer: Promise<Response>) => void }} FetchEvent */
/** @type {{ skipWaiting: () => Promise<void>, clients: { claim: () => Promise<void> }, location: Location,
 *   addEventListener: (name: string, hear: (event: Answered) => void) => void }} */
const worker = /** @type {Answered} */ (self);

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => answer(/** @type {FetchEvent} */ (event)));

/** @type {(event: FetchEvent) => void} */
function answer(event) {
  const asked = event.request;
  const url = new URL(asked.url);
  if (url.origin !== worker.location.origin) return;
  if (asked.method === "POST" && url.pathname === CALLBACK) {
    event.respondWith(callback(asked));
  } else if (asked.method !== "GET") {
    return;
  } else if (asked.mode === "navigate") {
    if (url.pathname === PAGE) event.respondWith(page(asked));
  } else if (isScript(url)) {
    event.respondWith(script(asked, url));
  } else if (!url.search && READ.some((one) => one.test(url.pathname))) {
    event.respondWith(fresh(asked, new Request(url.pathname), OWN));
  }
}

/** @type {(url: URL) => boolean} */
const isScript = ({ pathname }) =>
  pathname.startsWith("/assets/") || pathname.startsWith("/_dash-component-suites/");

/* An address with a fingerprint never changes what it means. */
/** @type {(asked: Request, url: URL) => Promise<Response>} */
async function script(asked, url) {
  const fixed = url.searchParams.has("m") || /\.v\d/.test(url.pathname);
  const found = fixed ? await (await caches.open(SHELL)).match(asked) : undefined;
  return found || fresh(asked, asked, SHELL);
}

/* The server's answer, kept; or what is kept where it does not answer in time. */
/** @type {(asked: Request, name: Request, cache: string) => Promise<Response>} */
async function fresh(asked, name, cache) {
  const kept = await caches.open(cache);
  const coming = fetch(asked).then(async (told) => {
    if (told.ok && told.type === "basic") await kept.put(name, await dated(told.clone()));
    return told;
  });
  const before = await kept.match(name);
  return before ? inTime(coming, before) : coming;
}

/** @type {(coming: Promise<Response>, before: Response) => Promise<Response>} */
const inTime = (coming, before) =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(before), PATIENCE_MS);
    coming.then(resolve, () => resolve(before)).finally(() => clearTimeout(timer));
  });

/** @type {(told: Response) => Promise<Response>} */
async function dated(told) {
  const headers = new Headers(told.headers);
  headers.set(KEPT_AT, String(Date.now()));
  return new Response(await told.blob(), { status: told.status, headers });
}

/* The page itself. One that is nobody's is not kept; another person's takes away what the one before left, and another
   version of the scripts takes away the old ones. */
/** @type {(asked: Request) => Promise<Response>} */
async function page(asked) {
  const own = await caches.open(OWN);
  const before = await own.match(PAGE);
  const coming = fetch(asked).then(async (told) => {
    if (!told.ok || told.redirected) return told;
    const text = await told.clone().text();
    if (!said(text, "data-role")) return told;
    const old = before ? await before.clone().text() : "";
    if (
      ["data-account", "data-role", "data-person"].some((one) => said(text, one) !== said(old, one))
    ) {
      await caches.delete(OWN);
    }
    if (scripts(text) !== scripts(old)) await caches.delete(SHELL);
    await (await caches.open(OWN)).put(PAGE, await dated(told.clone()));
    return told;
  });
  return before ? inTime(coming, before.clone()) : coming;
}

/** @type {(html: string, name: string) => string} */
const said = (html, name) => (html.match(new RegExp(`${name}="([^"]*)"`)) || ["", ""])[1];
/** @type {(html: string) => string} */
const scripts = (html) => (html.match(/\/assets\/pages\.js\?m=\w+/) || [""])[0];

/* Dash asks by POST what stands at an address: of /m it is kept. */
/** @type {(asked: Request) => Promise<Response>} */
async function callback(asked) {
  const body = await asked.clone().text();
  let shows = false;
  try {
    const { output, inputs } = JSON.parse(body);
    shows = output === "page.children" && inputs[0].value === PAGE;
  } catch (_) {
    /* not ours: the server says what is wrong with it */
  }
  return shows ? fresh(asked, new Request(`${CALLBACK}?of=${PAGE}`), OWN) : fetch(asked);
}
