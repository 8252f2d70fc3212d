/* Reads what the server wrote on <html> about this page: language, signed-in user, plant. */

import { kept as browserMemory } from "./browser_memory.js";
import { themeOf } from "./theme.js";

/** @import { Words } from "../types/rows.d.ts" */

const root = document.documentElement;
const given = root.dataset;

export const page = {
  name: given.page || "",
  lang: root.lang || "zh-CN",
  zone: given.zone || "UTC",
  role: given.role || "",
  account: given.account || "",
  person: given.person || "",
  simulated: given.simulated === "1",
  demo: given.demo === "1",
  unanswered: given.unanswered || "",
  again: given.again || "",
  theme: () => root.dataset.theme || "",
};

/* Text of both languages {zh, en}, or plain text, as this page reads it. */
/** @type {(value: Words | string | number | null | undefined) => string} */
export const text = (value) => {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return page.lang.startsWith("zh") ? value.zh : value.en;
};

/* May this session give such a command? The server decides; this only hides what it would refuse. */
const allowed = new Set((given.may || "").split(" "));
/** @type {(kind: string) => boolean} */
export const may = (kind) => allowed.has(kind);

/* Commands about the plant or a drill itself, which are never given inside a drill. */
const real = new Set((given.real || "").split(" "));
/** @type {(kind: string) => boolean} */
export const onlyReal = (kind) => real.has(kind);

/* The setting of a wall: its diagonal in inches and the distance of the eye in metres scale the
   type (16 minutes of arc at four metres before 85 inches is the size the styles are drawn at). */
const asked = new URLSearchParams(location.search);
/** @type {(value: number, least: number, most: number) => boolean} */
const within = (value, least, most) => value >= least && value <= most;
/* Kept by this browser; a value no wall has is none, so that no link spoils a screen for good. */
/** @type {(name: string, least: number, most: number, usual: number) => number} */
const kept = (name, least, most, usual) => {
  /** @type {(value: number) => number | null} */
  const good = (value) => (within(value, least, most) ? value : null);
  const given = good(Number(asked.get(name)));
  if (given) browserMemory.set(`wall.${name}`, given);
  return given || good(Number(browserMemory.get(`wall.${name}`))) || usual;
};
/** @typedef {{ inches: number, metres: number }} WallSize */
const BOUNDS = /** @type {const} */ ({ inches: [10, 500], metres: [0.5, 20] });
/** @type {WallSize} */
const size = {
  inches: kept("inches", ...BOUNDS.inches, 85),
  metres: kept("metres", ...BOUNDS.metres, 4),
};
const applySize = () => {
  const scale = (size.metres / 4) * (85 / size.inches);
  root.style.setProperty("--wall-scale", String(scale));
};
applySize();
export const wall = {
  bounds: BOUNDS,
  size: () => ({ ...size }),
  /* Whether it was taken: a value that no wall has is not. */
  /** @type {(name: keyof WallSize, value: number) => boolean} */
  set: (name, value) => {
    const [least, most] = BOUNDS[name];
    if (!within(value, least, most)) return false;
    browserMemory.set(`wall.${name}`, value);
    size[name] = value;
    applySize();
    return true;
  },
};

/* A theme that was chosen is kept by this browser; an address may choose it too, once. */
const askedTheme = asked.get("theme");
if (askedTheme !== null) browserMemory.set("theme", askedTheme);
const systemLight = window.matchMedia("(prefers-color-scheme: light)");
const applyTheme = () => {
  root.dataset.theme = themeOf(browserMemory.get("theme"), systemLight.matches);
};
applyTheme();
systemLight.addEventListener("change", applyTheme);
/** @type {(theme: string) => void} */
export const wear = (theme) => {
  browserMemory.set("theme", theme);
  applyTheme();
};
