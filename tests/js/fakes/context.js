/* Stands for base/context.js: a page in English at a plant in UTC, on which everything may be done. */

export const page = {
  lang: "en",
  zone: "UTC",
  role: "commander",
  account: "",
  person: "",
  simulated: false,
  demo: false,
  unanswered: "",
  again: "",
  theme: () => "dark",
};

/** @type {(value: string | {en: string} | null | undefined) => string} */
export const text = (value) => !value ? "" : typeof value === "string" ? value : value.en;
/** @type {(kind?: string) => boolean} */
export const may = () => true;
export const onlyReal = () => false;
export const wear = () => undefined;
