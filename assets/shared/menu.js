/* The menu of the strip: the pages of one's role in the order of a shift, one press away; every other page behind one
   word, by its group; then the finder, the other language and the account. On a phone all of it is one folded list under the words of the groups. */

import { openCommandBar } from "./command_bar.js";
import { firstFor, groupsFor, isHere } from "./menu_pages.js";
import { page, wear as wearTheme } from "../base/context.js";
import { h } from "../base/element.js";
import { signOut, speak } from "../base/session.js";
import { say } from "../base/words.js";
import { guide } from "../help/guide.js";
import { ScreenMenu } from "../screen/screen_menu.js";

/** @import { Ways } from "./found.js" */
/** @import { MenuGroup, MenuPage } from "./menu_pages.js" */

const ALL = "menu-all";

/* Theme, role and leaving: behind one word, so that the pages have the room. */
function Account() {
  const [theme, setTheme] = React.useState(page.theme());
  const path = page.demo ? guide.of(page.role) : undefined;
  const worn = theme === "light" ? "dark" : "light";
  const wear = () => {
    wearTheme(worn);
    setTheme(worn);
  };
  return h(
    React.Fragment,
    null,
    h(
      "button",
      { type: "button", className: "who", popovertarget: "account-menu" },
      say(`role.${page.role}`),
      " ▾",
    ),
    h(
      "div",
      { id: "account-menu", className: "account-menu", popover: "auto" },
      path
        ? h("button", {
          type: "button",
          className: "guide-open",
          popovertarget: "account-menu",
          popovertargetaction: "hide",
          onClick: () => guide.start(path),
        }, say(guide.begun(path) ? "guide.resume" : `guide.start_${path}`))
        : null,
      h("button", { type: "button", onClick: wear }, say(`nav.theme_${worn}`)),
      h("button", { type: "button", onClick: signOut }, say("nav.sign_out")),
      h(ScreenMenu),
    ),
  );
}

/** @type {(props: { one: MenuPage, className?: string }) => ReactElement} */
const PageLink = ({ one: [path, name], className }) =>
  h(
    "a",
    {
      className,
      href: path,
      "aria-current": isHere(path, location.pathname) ? "page" : undefined,
    },
    say(`nav.${name}`),
  );

/* The list hangs below its word, inside the screen. A popover stands above the page and knows no word: it is told. */
/** @type {(button: HTMLElement, list: HTMLElement | null) => void} */
function hangBelow(button, list) {
  const box = button.getBoundingClientRect();
  list?.style.setProperty("--below-x", `${Math.round(innerWidth - box.right)}px`);
  list?.style.setProperty("--below-y", `${Math.round(box.bottom)}px`);
}

/* Every other page, under the words of their groups; on a narrow desk the `first` ones too, which have no room
   beside it there. */
/** @type {(props: { groups: MenuGroup[], first: MenuPage[] }) => ReactElement} */
function AllPages({ groups, first }) {
  const list = React.useRef(/** @type {HTMLElement | null} */ (null));
  /** @type {(one: MenuPage) => boolean} */
  const beside = (one) => first.includes(one);
  const here = groups.some(({ pages }) =>
    pages.some((one) => !beside(one) && isHere(one[0], location.pathname))
  );
  return h(
    React.Fragment,
    null,
    h(
      "button",
      {
        type: "button",
        className: "group-open",
        popovertarget: ALL,
        "aria-current": here || undefined,
        onClick: /** @param {{ currentTarget: HTMLElement }} event */ (event) =>
          hangBelow(event.currentTarget, list.current),
      },
      say("nav.all"),
      " ▾",
    ),
    h(
      "div",
      { id: ALL, ref: list, className: "group-pages", popover: "auto" },
      groups.map(({ group, pages }) =>
        h(
          "div",
          { key: group, className: pages.every(beside) ? "menu-group beside" : "menu-group" },
          h("span", { className: "group-head" }, say(`nav.group.${group}`)),
          pages.map((one) =>
            h(PageLink, { key: one[0], one, className: beside(one) ? "beside" : undefined })
          ),
        )
      ),
    ),
  );
}

/** @type {(props: Pick<Ways, "pages" | "groups" | "first">) => ReactElement} */
export function Menu({ pages, groups, first }) {
  const other = page.lang.startsWith("zh") ? ["en", "English"] : ["zh-CN", "中文"];
  const [open, setOpen] = React.useState(false);
  const standing = firstFor(pages, first);
  return h(
    "nav",
    { className: open ? "menu open" : "menu", "aria-label": say("nav.pages") },
    h(
      "button",
      {
        type: "button",
        className: "menu-button",
        "aria-expanded": open,
        onClick: () => setOpen(!open),
      },
      open ? "× " : "≡ ",
      say("nav.pages"),
    ),
    standing.map((one) => h(PageLink, { key: one[0], one })),
    h(AllPages, { groups: groupsFor(pages, groups, {}), first: standing }),
    h("button", {
      type: "button",
      onClick: openCommandBar,
      title: "Ctrl-K",
      "aria-keyshortcuts": "Control+K",
    }, say("nav.find")),
    h("button", { type: "button", lang: other[0], onClick: () => speak(other[0]) }, other[1]),
    h(Account),
  );
}
