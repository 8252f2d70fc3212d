/* Photographs with observers' notes: uploaded one by one before the note that names them, and
   shown beside it. The server redraws each; the camera's metadata is dropped. */

import { toSignIn } from "../base/ask.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";

const PATIENCE_MS = 120000; /* a telephone's photograph over a thin link */
export const photographTypes = "image/jpeg,image/png,image/webp";

/** A photograph on its way: named by its hash once the server has it, or why it failed.
 * @typedef {{id: string, name: string, sha256?: string, failed?: string}} Taken */
/** @typedef {ReturnType<typeof usePhotographs>} Photographing */

/** @type {(drill: string, sha256: string) => string} */
const address = (drill, sha256) =>
  `/api/v1/drills/${encodeURIComponent(drill)}/photographs/${sha256}`;

/** @type {(drill: string, file: File) => Promise<{sha256: string} | {failed: string}>} */
async function bring(drill, file) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(`/api/v1/drills/${encodeURIComponent(drill)}/photographs`, {
      method: "POST",
      headers: { "Content-Type": file.type || "application/octet-stream" },
      body: file,
      signal: patience.signal,
    });
    if (answer.status === 401) toSignIn();
    const told = await answer.json().catch(() => ({}));
    const mend = answer.status === 413
      ? say("photographs.too_large")
      : told.mend; /* a picture has no parts to be sent in */
    return answer.ok
      ? { sha256: told.sha256 }
      : { failed: [told.detail, mend].filter(Boolean).join(" ") || String(answer.status) };
  } catch (_) {
    return { failed: say("photographs.no_answer") };
  } finally {
    clearTimeout(timer);
  }
}

/* What of a note's photographs is on its way: [{name, sha256, failed}], and how to add, drop and clear. */
/** @param {string} drill */
export const usePhotographs = (drill) => {
  const [taken, set] = React.useState(/** @type {Taken[]} */ ([]));
  /** @type {(id: string, to: object) => void} */
  const change = (id, to) =>
    set((was) => was.map((one) => (one.id === id ? Object.assign({}, one, to) : one)));
  /** @type {(files: Iterable<File>) => void} */
  const add = (files) => {
    const room = site().limits.photographs - taken.length;
    [...files].slice(0, room).forEach((file) => {
      const id = `${Date.now()}:${Math.random()}`;
      set((was) => [...was, { id, name: file.name }]);
      bring(drill, file).then((told) => change(id, told));
    });
  };
  return {
    taken,
    add,
    /** @type {(id: string) => void} */
    drop: (id) => set((was) => was.filter((one) => one.id !== id)),
    waiting: taken.some((one) => !one.sha256 && !one.failed),
    named: [...new Set(taken.flatMap((one) => one.sha256 ? [one.sha256] : []))],
  };
};

/** @type {(props: {drill: string, photographs: Photographing}) => ReactElement} */
export function PhotographField({ drill, photographs }) {
  const { taken, add, drop } = photographs;
  /** @type {(event: ReactInputEvent) => void} */
  const choose = (event) => {
    add(event.target.files || []);
    event.target.value = ""; /* the same file may be chosen again */
  };
  return h(
    "div",
    { className: "field photograph-field" },
    h(
      "label",
      { className: "act" },
      "＋ ",
      say("photographs.add"),
      h("input", {
        type: "file",
        className: "unseen",
        multiple: true,
        accept: photographTypes,
        disabled: taken.length >= site().limits.photographs,
        onChange: choose,
      }),
    ),
    h(
      "span",
      { className: "label" },
      say("photographs.about", { most: site().limits.photographs }),
    ),
    taken.length
      ? h(
        "ul",
        { className: "photographs" },
        taken.map((one) =>
          h(
            "li",
            { key: one.id, "data-state": one.failed ? "failed" : one.sha256 ? "kept" : "sending" },
            one.sha256 ? h("img", { src: address(drill, one.sha256), alt: one.name }) : null,
            one.failed
              ? h("span", { className: "urgent", role: "alert" }, sign("urgent"), " ", one.failed)
              : one.sha256
              ? null
              : h("span", { role: "status" }, sign("note"), " ", say("photographs.sending")),
            h("button", {
              type: "button",
              className: "quiet",
              onClick: () => drop(one.id),
              "aria-label": say("photographs.drop", { name: one.name }),
            }, "✕"),
          )
        ),
      )
      : null,
  );
}

/* The photographs of a note, each a link to the whole picture. */
/** @type {(props: {drill: string, named?: string[] | null, about: string}) => ReactElement | null} */
export function Photographs({ drill, named, about }) {
  if (!named || !named.length) return null;
  return h(
    "span",
    { className: "photographs" },
    named.map((sha256, n) =>
      h(
        "a",
        { key: sha256, href: address(drill, sha256), target: "_blank", rel: "noopener" },
        h("img", {
          src: address(drill, sha256),
          loading: "lazy",
          alt: say("photographs.of", { n: n + 1, of: named.length, about }),
        }),
      )
    ),
  );
}
