/* Exports tables as CSV (RFC 4180), with the byte-order mark that makes spreadsheets read UTF-8.
   */

import { say } from "./words.js";
import { scene } from "../live/scene.js";

/* A cell must not be taken for a formula by whoever opens the table; some spreadsheets read the
   full-width signs of a Chinese keyboard as signs too. */
/** @type {(value: unknown) => string} */
export const harmless = (value) => {
  const text = value === null || value === undefined ? "" : String(value);
  return /^[=+\-@＝＋－＠\t\r\n]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
};

/** @type {(value: unknown) => string} */
const cell = (value) => {
  const text = harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/* Lines of cells as text. */
/** @type {(lines: unknown[][]) => string} */
export const asCsv = (lines) =>
  `\uFEFF${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;

/* What marks a file, a cell and a spoken word of the exercise while its board is shown; nothing in reality. */
const shown = () => (scene ? scene.shown() : null);
/** @type {(name: string) => string} */
export const fileName = (name) => (shown() ? `exercise-${shown()}-${name}` : name);
/** @type {(text: string) => string} */
export const marked = (text) => (shown() ? `${say("exercise.mark")} ${text}` : text);

/* Lets the browser keep `text` as a file of that name. */
/** @type {(name: string, text: BlobPart, type?: string) => void} */
export const giveFile = (name, text, type) => {
  const url = URL.createObjectURL(new Blob([text], { type: type || "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};
