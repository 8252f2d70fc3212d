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

/** The pages that stand in the menu itself, in the order of the role's shift.
 * @type {(pages: MenuPage[], first: Record<string, string[]>, role?: string) => MenuPage[]} */
export const firstFor = (pages, first, role = page.role) => {
  const offered = pagesFor(pages, role);
  return (first[role] || []).flatMap((path) => offered.filter((one) => one[0] === path));
};

/** The groups with the other pages of a role, in the order given; one without a page is left out.
 * @type {(pages: MenuPage[], groups: string[], first: Record<string, string[]>, role?: string) => MenuGroup[]} */
export const groupsFor = (pages, groups, first, role = page.role) => {
  const standing = firstFor(pages, first, role);
  const offered = pagesFor(pages, role).filter((one) => !standing.includes(one));
  return groups.map((group) => ({ group, pages: offered.filter((one) => one[4] === group) }))
    .filter((one) => one.pages.length > 0);
};

/* Whether a page draws the address: its own, or one below it. */
/** @type {(path: string, here: string) => boolean} */
export const isHere = (path, here) =>
  here === path || (path !== "/" && here.startsWith(`${path}/`));
