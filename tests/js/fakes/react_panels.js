/* Stands for live/react_panels.js: what a hook reads, read once, without React. */

import { board } from "./live_board.js";

export const panel = () => undefined;
export const Panel = () => null;
export const useTopic = board.rows;
export const useKind = board.kind;
export const useRealKind = board.realKind;
export const useReal = board.real;
export const useDrill = () => null;
export const useReady = () => true;
export const useSecond = () => 0;
export const useLink = () => "live";
export const useKnown = () => true;
export const useAnswers = () => ({});

/** @type {(failed: unknown, ask: () => void) => void} */
export const useAgain = () => undefined;

/** @type {(name: string, first: string) => [string, (value: string) => void]} */
export const useKept = (_name, first) => [first, () => undefined];
