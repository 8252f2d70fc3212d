/* The loaded part of a list of matters, in its order. When a matter changes, only its line moves,
   appears or disappears. */

/** Where a matter stands in the list: what the list is in order by, when it was opened, its id.
 * @typedef {[key: string | number, opened: number, id: string]} InList */
/** A line of the list; what else it says `matters.js` reads.
 * @typedef {Record<string, Answered> & { id: string, mark: string, in_list: InList }} Line */
/** `whole`: its last line is the last of all. `total`: how many there are, null while that is counted. `seq` is the
 * fact up to which it was told.
 * @typedef {{ rows: Line[], whole: boolean, total: number | null, most: number, seq: number,
 *   reach: string }} MatterList */
/** @typedef {{ matters: Line[], total: number | null, most: number, seq: number, reach: string,
 *   gone?: string[], again?: boolean }} ListAnswer */

/* Texts are in order as in the database: by their code points. */
/** @type {(a: string | number, b: string | number) => number} */
function compared(a, b) {
  if (a === b) return 0;
  if (typeof a === "number" || typeof b === "number") return a < b ? -1 : 1;
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((one, n) => one !== right[n]);
  if (at < 0) return -1;
  if (at >= right.length) return 1;
  return (left[at].codePointAt(0) || 0) < (right[at].codePointAt(0) || 0) ? -1 : 1;
}

/* Whether one place comes before another; where the list's own order is the same, the newest opened comes first. */
/** @type {(a: InList, b: InList, descending: boolean) => boolean} */
function stands(a, b, descending) {
  const by = compared(a[0], b[0]);
  if (by) return descending ? by > 0 : by < 0;
  return a[1] === b[1] ? a[2] < b[2] : a[1] > b[1];
}

/* The list of a first window of at most `size` lines. */
/** @type {(told: ListAnswer, size: number) => MatterList} */
const begun = ({ matters, most, seq, reach }, size) => ({
  rows: matters,
  whole: matters.length < size,
  total: matters.length < size ? matters.length : null,
  most,
  seq,
  reach,
});

/* The list with the window that follows its last line. What changed since the list was told is asked for apart. */
/** @type {(list: MatterList, told: ListAnswer, size: number) => MatterList} */
function goneOn(list, told, size) {
  const known = new Set(list.rows.map((one) => one.id));
  const rows = list.rows.concat(told.matters.filter((one) => !known.has(one.id)));
  const whole = told.matters.length < size;
  return { ...list, rows, whole, total: whole ? rows.length : list.total };
}

/* The list with what changed. A line that comes after its last one is not there yet, unless the list is whole. */
/** @type {(list: MatterList, told: ListAnswer, descending: boolean) => MatterList} */
function changed(list, told, descending) {
  const out = new Set(told.gone);
  const moved = new Set(told.matters.map((one) => one.id));
  const rows = list.rows.filter((one) => !out.has(one.mark) && !moved.has(one.id));
  for (const line of told.matters) {
    const at = rows.findIndex((one) => stands(line.in_list, one.in_list, descending));
    if (at >= 0) rows.splice(at, 0, line);
    else if (list.whole) rows.push(line);
  }
  return { ...list, rows, total: list.whole ? rows.length : list.total, seq: told.seq };
}

export const matterList = { begun, goneOn, changed, stands };
