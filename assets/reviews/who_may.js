/* Which roles may give what a review lacks: the server tells it by the declarations of its commands. */

import { page } from "../base/context.js";
import { say } from "../base/words.js";

/** The roles that may give a command, by the command.
 * @typedef {Record<string, string[]>} RolesOf */

/** @type {RolesOf} */
let rolesOf = {};
/** @type {(told: RolesOf | undefined) => void} */
export const rememberWhoMay = (told) => {
  if (told) rolesOf = told;
};

/** @type {(roles: string[], type: "disjunction" | "conjunction") => string} */
const listed = (roles, type) =>
  new Intl.ListFormat(page.lang, { type })
    .format(roles.map((role) => say(/** @type {Sayable} */ (`role.${role}`))));
/* "commander or evaluator", in the reader's language; `bothOf`: "commander and evaluator". */
/** @type {(roles: string[]) => string} */
export const eitherOf = (roles) => listed(roles, "disjunction");
/** @type {(roles: string[]) => string} */
export const bothOf = (roles) => listed(roles, "conjunction");

/** @type {(kind: CommandKind) => string} */
export const whoMay = (kind) => eitherOf(rolesOf[kind] || []);

/* That something is missing, and who may give it by command `kind`. */
/** @type {(key: Sayable, kind: CommandKind) => string} */
export const missing = (key, kind) => say(key, { who: whoMay(kind) });
