/* Who holds each post now and who is next, the gaps first. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);

  /* A person as a link that chooses them on this page; opened elsewhere it is the page's address. */
  center.PersonHere = ({ id }) => {
    const choose = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      center.address.write({ person: id });
    };
    return h("a", { className: "thing", href: center.linkTo("person", id), onClick: choose }, center.named(id));
  };
  const person = (id) => h(center.PersonHere, { id });

  function Post({ one, chosen, choose }) {
    const here = React.useRef(null);
    React.useEffect(() => {
      if (chosen && here.current) here.current.scrollIntoView({ block: "nearest" });
    }, [chosen]);
    const { deputy, next } = one;
    return h(
      "div",
      { className: `post-row of-${one.kind} ${chosen ? "chosen" : ""}`, ref: here },
      center.sign(one.kind),
      h("div", { className: "what" }, h("b", null, h("button", { type: "button", className: "post-name", "aria-pressed": chosen, onClick: () => choose(chosen ? "" : one.post.id) }, center.text(one.post.name)), one.words ? h("em", { className: one.kind }, one.words) : null)),
      h("div", { className: "holder" }, one.holder ? person(one.holder) : null),
      h(
        "div",
        { className: "after" },
        deputy ? h("span", null, say("people.deputy", { post: center.named(deputy.post) }), " ", deputy.holder ? person(deputy.holder) : say("ready.vacant")) : null,
        next ? h("span", null, say("people.next", { time: center.time(next.at).slice(0, 5) }), " ", person(next.person)) : null,
      ),
    );
  }

  center.panel("posts_desk", function PostsDesk() {
    const people = center.useTopic("people");
    const [chosen, choose] = center.useAddress("post");
    const posts = React.useMemo(() => center.readPosts(people), [people]);
    const vacant = posts.filter((one) => !one.holder).length;
    const away = posts.filter((one) => one.holder && !one.here).length;
    return h(
      React.Fragment,
      null,
      center.head(say("people.posts"), vacant || away ? say("people.posts_gaps", { vacant, away, of: posts.length }) : say("people.posts_held", { n: posts.length })),
      posts.length ? posts.map((one) => h(Post, { key: one.post.id, one, chosen: one.post.id === chosen, choose })) : center.none(say("people.no_posts")),
    );
  });
})((window.center = window.center || {}));
