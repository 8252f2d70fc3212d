/* Where people were last seen: rows of their own, which only some roles are sent. */

import { board } from "../live/live_board.js";

/** @import { PositionSeen } from "../types/rows.d.ts" */

/** Positions by their keys. @typedef {Record<string, PositionSeen>} Positions */

/* The position of a person; null for one who was never seen, and where this role is told of none. */
/** @type {(positions: Positions, person: string) => PositionSeen | null} */
export const positionIn = (positions, person) => positions[`position:${person}`] || null;

/** @type {(person: string) => PositionSeen | null} */
export const positionOf = (person) => positionIn(board.kind("people", "position:"), person);
