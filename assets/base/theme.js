/* Dark for control rooms, light for lit ones: what somebody chose in this browser, else what the system is set
   to. */

/** @typedef {"light" | "dark"} Theme */

/** @type {(chosen: string | null, systemIsLight: boolean) => Theme} */
export const themeOf = (chosen, systemIsLight) =>
  chosen === "light" || chosen === "dark" ? chosen : systemIsLight ? "light" : "dark";
