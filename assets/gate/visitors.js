/* Visitors in the server's form, and in the form of the board's rows. */

import { request } from "../people/numbers.js";

/** @import { Outcome } from "../people/numbers.js" */

/** What the gate desk asks of a visitor.
 * @typedef {{kind: string, name: string, company: string, plate: string, badge: string, host: string,
 *   gate: string, compared?: boolean}} VisitorForm */
/** @typedef {{registered: {index: number, visitor: string}[],
 *   rejected: {index: number, code: string, error: string}[]}} Registered */

/** @type {(visitors: VisitorForm[]) => Promise<Outcome<Registered>>} */
export const registerVisitors = (visitors) => request("POST", "visitors", { visitors });

/** @type {(csv: string) => Promise<Outcome<Registered>>} */
export const registerList = (csv) => request("POST", "visitors", { visitors: [], csv });

export const KINDS = /** @type {const} */ (["visitor", "driver", "contractor"]);
