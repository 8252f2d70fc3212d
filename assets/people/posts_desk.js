/* Who holds each post now and who is next, the gaps first. */

import { PostPages } from "./post_pages.js";
import { readPosts } from "./posts.js";
import { address, useAddress } from "../base/address.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say, time } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { linkTo } from "../shared/links.js";

/** @import { PostRead } from "./posts.js" */

/* A person as a link that chooses them on this page; opened elsewhere it is the page's address. */
/** @type {(props: {id: string}) => ReactElement} */
export const PersonHere = ({ id }) => {
  /** @type {(event: MouseEvent) => void} */
  const choose = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    address.write({ person: id });
  };
  return h("a", { className: "thing", href: linkTo("person", id), onClick: choose }, named(id));
};
/** @type {(id: string) => ReactElement} */
const person = (id) => h(PersonHere, { id });

/** @type {(props: {one: PostRead, chosen: boolean, choose: (post: string) => void}) => ReactElement} */
function Post({ one, chosen, choose }) {
  const here = React.useRef(/** @type {HTMLElement | null} */ (null));
  React.useEffect(() => {
    if (chosen && here.current) here.current.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const { deputy, next } = one;
  return h(
    "div",
    { className: `post-row of-${one.kind} ${chosen ? "chosen" : ""}`, ref: here },
    sign(one.kind),
    h(
      "div",
      { className: "what" },
      h(
        "b",
        null,
        h("button", {
          type: "button",
          className: "post-name",
          "aria-pressed": chosen,
          onClick: () => choose(chosen ? "" : one.post.id),
        }, text(one.post.name)),
        one.words ? h("em", { className: one.kind }, one.words) : null,
      ),
    ),
    h("div", { className: "holder" }, one.holder ? person(one.holder) : null),
    h(
      "div",
      { className: "after" },
      deputy
        ? h(
          "span",
          null,
          say("people.deputy", { post: named(deputy.post) }),
          " ",
          deputy.holder ? person(deputy.holder) : say("ready.vacant"),
        )
        : null,
      next
        ? h(
          "span",
          null,
          say("people.next", { time: time(next.at).slice(0, 5) }),
          " ",
          person(next.person),
        )
        : null,
    ),
    chosen ? h(PostPages, { post: one.post.id }) : null,
  );
}

panel("posts_desk", function PostsDesk() {
  const people = useKind("people", "");
  const { count } = useKind("people", "count");
  const minute = Math.floor(useSecond() / 60000) * 60000;
  const [chosen, choose] = useAddress("post");
  const posts = React.useMemo(() => readPosts(people, count, minute), [
    people,
    count,
    minute,
  ]);
  const vacant = posts.filter((one) => !one.holder).length;
  const away = posts.filter((one) => one.holder && !one.here).length;
  return h(
    React.Fragment,
    null,
    head(
      say("people.posts"),
      vacant || away
        ? say("people.posts_gaps", { vacant, away, of: posts.length })
        : say("people.posts_held", { n: posts.length }),
    ),
    posts.length
      ? posts.map((one) =>
        h(Post, { key: one.post.id, one, chosen: one.post.id === chosen, choose })
      )
      : none(say("people.no_posts")),
  );
});
