/* Prepares a picture for upload: its camera metadata is read first, then it is redrawn, smaller,
   without metadata. */

import { readClaims } from "./exif.js";
import { page } from "../base/context.js";

/** @import { CameraClaims } from "./exif.js" */

/** @typedef {{ id: string, type: string, about: Record<string, unknown>, content: Blob }} Brought */

const LONGEST_EDGE = 1600; /* pixels: a gauge can still be read */
const QUALITY = 0.8;
const OLD_MS = 15 * 60000;

/* Minutes east of UTC of the plant's zone at a local time. */
/** @type {(local: number) => number} */
function plantOffset(local) {
  const shown = new Intl.DateTimeFormat("en-US", {
    timeZone: page.zone,
    timeZoneName: "longOffset",
  })
    .formatToParts(new Date(local)).find(({ type }) => type === "timeZoneName");
  const found = (shown ? shown.value : "").match(/([+-])(\d\d):(\d\d)/);
  return found ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
}

/* What the form says at once of a picture's claims. The bound is the server's (domain/evidence/claims.py), which decides.
   Many phones take out what the camera wrote: of a file that was written just now nothing is doubted here. */
/** @type {(claims: CameraClaims, addedAt: number, savedAt: number) => string[]} */
function doubtsOf({ camera, taken_at }, addedAt, savedAt) {
  if (!camera || !taken_at) return Math.abs(addedAt - savedAt) > OLD_MS ? ["no_camera"] : [];
  return Math.abs(addedAt - taken_at) > OLD_MS ? ["old"] : [];
}

/** The picture in `file`, shrunk, with what its camera claims. `addedAt` is server time, `place` what it is to show.
 * Rejects for a file that the browser cannot draw.
 * @type {(file: File, addedAt: number, place: string | null) => Promise<Brought>} */
export async function pictureOf(file, addedAt, place) {
  const claims = readClaims(await file.arrayBuffer(), plantOffset);
  const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_EDGE / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(drawn.width * scale);
  canvas.height = Math.round(drawn.height * scale);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  drawn.close();
  /** @type {Blob} */
  const content = await new Promise((resolve, reject) =>
    canvas.toBlob(
      (made) => made ? resolve(made) : reject(new Error("the picture could not be drawn")),
      "image/jpeg",
      QUALITY,
    )
  );
  const about = {
    ...claims,
    added_at: addedAt,
    saved_at: file.lastModified || undefined,
    ...(place ? { place } : {}),
    doubts: doubtsOf(claims, addedAt, file.lastModified),
  };
  return { id: crypto.randomUUID(), type: "image/jpeg", about, content };
}
