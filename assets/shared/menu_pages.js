/* Which pages the menu and the finder offer to a role. */

import { page } from "../base/context.js";

/** One page: `roles` are those that it has something for, null for every role; `group` is the word of the menu that it
 * stands under (layouts/pages.py).
 * @typedef {[path: string, name: string, listed: boolean, roles?: string[] | null, group?: string]} MenuPage */

/** One group of the menu with the pages that a role has there.
 * @typedef {{ group: string, pages: MenuPage[] }} MenuGroup */

/** @type {(pages: MenuPage[], role?: string) => MenuPage[]} */
export const pagesFor = (pages, role = page.role) =>
  pages.filter(([, , listed, roles]) => listed && (!roles || roles.includes(role)));

/** The groups that a role has pages in, in the order given.
 * @type {(pages: MenuPage[], groups: string[], role?: string) => MenuGroup[]} */
export const groupsFor = (pages, groups, role = page.role) => {
  const offered = pagesFor(pages, role);
  return groups.map((group) => ({ group, pages: offered.filter((one) => one[4] === group) }))
    .filter((one) => one.pages.length > 0);
};

/* Whether a page draws the address: its own, or one below it. */
/** @type {(path: string, here: string) => boolean} */
export const isHere = (path, here) =>
  here === path || (path !== "/" && here.startsWith(`${path}/`));
