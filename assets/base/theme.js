/* The theme, dark for control rooms or light for lit ones: the choice made in this browser, else
   the system's setting. */

/** @typedef {"light" | "dark"} Theme */

/** @type {(chosen: string | null, systemIsLight: boolean) => Theme} */
export const themeOf = (chosen, systemIsLight) =>
  chosen === "light" || chosen === "dark" ? chosen : systemIsLight ? "light" : "dark";
