/* Signing out, changing the language, and a wall's token: it comes in the URL's fragment, is traded
   for a read-only cookie at once, and leaves the address bar. */

import { toSignIn } from "./ask.js";
import { page } from "./context.js";

const YEAR_S = 31536000;

/** @typedef {{title: string, detail?: string, mend?: string}} Problem */

/** @type {(lang: string) => void} */
function remember(lang) {
  document.cookie = `cc_language=${lang}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}

/** @type {(lang: string) => void} */
export function speak(lang) {
  remember(lang);
  location.reload();
}

/* Resolves to null, or to the problem's {title, detail, mend} when it was refused. */
/** @type {(body: object) => Promise<Problem | null>} */
export async function signIn(body) {
  const answer = await fetch("/api/v1/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return null;
  try {
    return await answer.json();
  } catch (_) {
    return { title: `${answer.status}` };
  }
}

export async function signOut() {
  try {
    await fetch("/api/v1/session", { method: "DELETE" });
  } finally {
    location.assign("/sign-in");
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
