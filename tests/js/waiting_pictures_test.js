/* One line says how the kept photographs and voice notes stand. */

import { picturesLine } from "../../assets/offline/waiting_pictures.js";
import { equal, test } from "./testing.js";

/** @type {(state: "waiting" | "sent" | "refused", ...uploads: [type: string, sha256?: string][]) => any} */
const item = (state, ...uploads) => ({
  state,
  uploads: uploads.map(([type, sha256], n) => ({ id: `u${n}`, type, about: {}, sha256 })),
});

test("photographs and voice notes are counted until they are brought, whatever item has them", () => {
  const items = [
    item("waiting", ["image/jpeg"], ["image/jpeg", "ff"], ["audio/webm"]),
    item("waiting", ["image/jpeg"]),
    item("sent", ["image/jpeg", "ee"]),
    item("refused", ["image/jpeg"]),
    item("waiting"),
  ];
  equal(picturesLine(items), "offline.photographs_wait 2 · offline.notes_wait 1");
});

test("nothing is said where none waits, and a signature is no photograph", () => {
  equal(picturesLine([item("waiting", ["image/png"]), item("sent", ["image/jpeg", "ff"])]), "");
});
