/* Which pages the menu and the finder offer to a role. */

import { page } from "../base/context.js";

/** One page: `roles` are those that it has something for, null for every role.
 * @typedef {[path: string, name: string, listed: boolean, roles?: string[] | null]} MenuPage */

/** @type {(pages: MenuPage[], role?: string) => MenuPage[]} */
export const pagesFor = (pages, role = page.role) =>
  pages.filter(([, , listed, roles]) => listed && (!roles || roles.includes(role)));
