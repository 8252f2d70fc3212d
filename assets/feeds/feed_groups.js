/* Groups the tags: those read by a gateway by connection, the others by their source. */

/** @import { ConnectionTold, FeedsTold, GatewayTold, TagTold } from "./feeds_told.js" */
/** @import { Tag } from "../tanks/levels.js" */

/** A group of tags: of a gateway's connection, or of a source that no gateway of ours tells about.
 * @typedef {{ key: string, gateway: GatewayTold | null, connection: ConnectionTold | null, source: string,
 *   tags: { tag: Tag & {source: string}, told: TagTold | null }[] }} FeedGroup */

/** @type {(told: FeedsTold | null, tags: (Tag & {source: string})[], wanted: string) => FeedGroup[]} */
export const groupsOf = (told, tags, wanted) => {
  const words = wanted.trim().toLowerCase();
  const fits = tags.filter((tag) => !words || tag.id.toLowerCase().includes(words));
  /** @type {Map<string, Tag & {source: string}>} */
  const left = new Map(fits.map((tag) => [tag.id, tag]));
  /** @type {FeedGroup[]} */
  const groups = [];
  for (const gateway of told ? told.gateways : []) {
    for (const connection of gateway.told.connections) {
      /** @type {FeedGroup["tags"]} */
      const own = [];
      for (const one of connection.tags) {
        const tag = left.get(one.tag);
        if (!tag) continue;
        left.delete(one.tag);
        own.push({ tag, told: one });
      }
      groups.push({
        key: `${gateway.gateway}/${connection.id}`,
        gateway,
        connection,
        source: "",
        tags: own,
      });
    }
  }
  /** @type {Map<string, FeedGroup["tags"]>} */
  const sources = new Map();
  for (const tag of left.values()) {
    sources.set(tag.source, [...sources.get(tag.source) || [], { tag, told: null }]);
  }
  for (const [source, own] of sources) {
    groups.push({ key: source, gateway: null, connection: null, source, tags: own });
  }
  return groups.filter((group) => group.tags.length || !words);
};
