/* The plant from GET /api/v1/site, with every part accessible by its id. */

/** A part of the plant: an id, and what the site file says of it. Its shape is the server's; a reader names the
 * type of what it reads.
 * @typedef {Answered} Part */
/** @typedef {Record<string, Part>} ById */
/** @typedef {"levels" | "areas" | "tags" | "tanks" | "pools" | "valves" | "pumps" | "sources" | "stores" |
 *   "resources" | "kits" | "posts" | "people" | "outside" | "plans" | "musters" | "gates" |
 *   "measuring_points" | "teams" | "shifts"} ListName */
/** `by` has every list of the plant by the ids of its parts; `places` the areas, stores and other places by
 * theirs; `holderOfLevel` the tank or pool by the tag of its level; `levelRank` the gravest level of
 * response as 0.
 * @typedef {Record<string, Answered> & {
 *   by: Record<ListName, ById>,
 *   places: ById,
 *   bounds: {south_west: {lat: number, lon: number}, north_east: {lat: number, lon: number}},
 *   height: number,
 *   holderOfLevel: ById,
 *   levelRank: Record<string, number>,
 * }} Plant */

/* Without a prototype: "constructor" is looked up too, in whatever somebody wrote, and is no part. */
/** @type {(entries: [string, Part][]) => ById} */
const bare = (entries) => Object.assign(Object.create(null), Object.fromEntries(entries));
/** @type {(parts?: Part[]) => ById} */
const byId = (parts) => bare((parts || []).map((part) => [part.id, part]));

/** @type {ListName[]} */
const LISTS = [
  "levels",
  "areas",
  "tags",
  "tanks",
  "pools",
  "valves",
  "pumps",
  "sources",
  "stores",
  "resources",
  "kits",
  "posts",
  "people",
  "outside",
  "plans",
  "musters",
  "gates",
  "measuring_points",
  "teams",
  "shifts",
];

/** @type {(site: Record<string, Answered>) => Plant} */
export const indexed = (site) => {
  /** @type {Part[]} */
  const levels = site.levels || [];
  /** @type {Part[]} */
  const vessels = [...(site.tanks || []), ...(site.pools || [])];
  /** @type {ById} */
  const places = site.places || {};
  return /** @type {Plant} */ (Object.assign({}, site, {
    by: /** @type {Record<ListName, ById>} */ (Object.fromEntries(
      LISTS.map((list) => [list, byId(site[list])]),
    )),
    places: bare(Object.entries(places)),
    holderOfLevel: Object.fromEntries(vessels.map((vessel) => [vessel.level, vessel])),
    levelRank: Object.fromEntries(levels.map((level, rank) => [level.id, rank])),
  }));
};
