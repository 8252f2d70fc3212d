/* In what order verdicts count, the first is the gravest (command_center/domain/verdicts/orders.py),
   and the walking pace, m/s (command_center/domain/site/parts/ways.py).
   Written by tools/browser_types.py; a test compares it. */

/** @import { Sign } from "../types/rows.d.ts" */

/** @type {readonly Sign[]} */
export const SIGN_ORDER = ["urgent", "warn", "note", "good", "plain", "gone"];

/** @type {readonly Sign[]} */
export const POOL_ORDER = ["urgent", "warn", "gone", "note", "good", "plain"];

/** @type {readonly string[]} */
export const LEVEL_ORDER = ["incident", "urgent", "warn", "note", "pool", "silent"];

export const WALK_M_S = 1.2;
