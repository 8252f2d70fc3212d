/* The plant as GET /api/v1/site tells it, with every part findable by its id. */

/* Without a prototype: "constructor" is looked up too, in whatever somebody wrote, and is no part. */
const bare = (entries) => Object.assign(Object.create(null), Object.fromEntries(entries));
const byId = (parts) => bare((parts || []).map((part) => [part.id, part]));

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

export const indexed = (site) => {
  const plant = Object.assign({}, site);
  plant.by = Object.fromEntries(LISTS.map((list) => [list, byId(site[list])]));
  plant.places = bare(Object.entries(site.places || {}));
  plant.holderOfLevel = Object.fromEntries(
    [...(site.tanks || []), ...(site.pools || [])].map((vessel) => [vessel.level, vessel]),
  );
  plant.levelRank = Object.fromEntries((site.levels || []).map((level, rank) => [level.id, rank]));
  return plant;
};
