/* Signing out, changing the language, and a wall's token: the token comes in the URL's fragment,
   is exchanged for a view-only cookie at once, and is removed from the address bar. */

import { toSignIn } from "./ask.js";
import { kept } from "./browser_memory.js";
import { page } from "./context.js";

const YEAR_S = 31536000;

/** @typedef {{title: string, detail?: string, mend?: string, code?: string}} Problem */

/** @type {(lang: string) => void} */
function remember(lang) {
  document.cookie = `cc_language=${lang}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}

/** @type {(lang: string) => void} */
export function speak(lang) {
  remember(lang);
  location.reload();
}

/* What a door of the session answers to `body`: its JSON, or the problem's {title, detail, mend, code}. */
/** @type {(path: string, body: object) => Promise<{ told?: any, problem?: Problem }>} */
export async function askSession(path, body) {
  const answer = await fetch(`/api/v1/session${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  try {
    const told = await answer.json();
    return answer.ok ? { told } : { problem: told };
  } catch (_) {
    return { problem: { title: `${answer.status}` } };
  }
}

/* Resolves to null, or to the problem when it was refused. */
/** @type {(body: object) => Promise<Problem | null>} */
export const signIn = async (body) => (await askSession("", body)).problem || null;

/* Of a session that the identity provider opened, one signs out there too. */
export async function signOut() {
  let next = "/sign-in";
  try {
    const answer = await fetch("/api/v1/session", { method: "DELETE" });
    if (answer.status === 200) next = (await answer.json()).provider;
    /* The phone's worker keeps this person's page no longer (assets/worker/phone_worker.js). */
    if (window.caches) await caches.delete("cc-phone-own");
    const phone = JSON.parse(
      kept.get("phone.of") || "null",
    ); /* who calls for help by it (assets/offline/offline.js) */
    if (phone) kept.set("phone.of", JSON.stringify({ ...phone, left: true }));
  } finally {
    location.assign(next);
  }
}

const asked = new URLSearchParams(location.search);
const lang = asked.get("lang");
const token = new URLSearchParams(location.hash.slice(1)).get("token");
if (token) history.replaceState(null, "", location.pathname + location.search);
/* Whoever is signed in stays who they are, whatever link they followed. */
if (token && !page.role) {
  signIn({ token, read_only: true }).then((problem) => {
    if (problem) location.assign("/sign-in");
    else location.reload();
  });
} else if (lang) {
  asked.delete("lang");
  const rest = asked.toString();
  history.replaceState(null, "", location.pathname + (rest ? `?${rest}` : ""));
  remember(lang);
  if (lang !== page.lang) location.reload();
} else if (!page.role) {
  toSignIn();
}
