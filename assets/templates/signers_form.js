/* Who must agree or sign before a step: ranks one after the other, in each all of them or any one. */

import { Choose, Several, textList, withEntry } from "./editor_parts.js";
import { functionWords } from "./function_words.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @import { FormProps } from "./template_form.js" */
/** @import { Option } from "./editor_parts.js" */

/* Whoever may sign: the template's parties, then the functions of a plant. */
/** @type {(parties: Answered, functions: string[]) => Option[]} */
export const signersOf = (parties, functions) => [
  ...Object.entries(parties || {}).map((
    [name, one],
  ) => /** @type {Option} */ ([name, one && one.title ? text(one.title) : name])),
  ...functions.filter((one) => !(one in (parties || {}))).map((
    one,
  ) => /** @type {Option} */ ([one, functionWords(one)])),
];

/* A rank as the text has it: a name alone is any one of one. */
/** @type {(rank: Answered) => { way: "all" | "one", who: string[] }} */
const rankOf = (rank) =>
  rank && typeof rank === "object" && rank.all
    ? { way: "all", who: textList(rank.all) }
    : { way: "one", who: textList(rank && typeof rank === "object" ? rank.one : rank) };

/** @type {(props: { chain: Answered, options: Option[], change: (chain: Answered) => void }) => ReactElement} */
export function ChainForm({ chain, options, change }) {
  const ranks = Array.isArray(chain) ? chain : [];
  /** @type {(index: number, value: Answered) => void} */
  const put = (index, value) =>
    change(
      value === undefined
        ? ranks.filter((_, n) => n !== index)
        : ranks.map((one, n) => (n === index ? value : one)),
    );
  return h(
    "div",
    { className: "chain" },
    ranks.map((rank, index) => {
      const { way, who } = rankOf(rank);
      const more = rank && typeof rank === "object"
        ? withEntry(withEntry(rank, "all", undefined), "one", undefined)
        : {};
      return h(
        "div",
        { key: index, className: "part open", "data-part": `rank ${index + 1}` },
        h("b", null, say("templates.rank", { n: index + 1 })),
        h(Choose, {
          label: say("templates.rank_way"),
          value: way,
          options: [["one", say("templates.rank_one")], ["all", say("templates.rank_all")]],
          change: (to) => put(index, Object.assign({}, more, { [to]: who })),
        }),
        h(Several, {
          label: say("templates.signers"),
          values: who,
          options,
          change: (values) => put(index, Object.assign({}, more, { [way]: values })),
        }),
        h("button", {
          type: "button",
          className: "act small",
          onClick: () => put(index, undefined),
        }, say("templates.remove")),
      );
    }),
    h("button", {
      type: "button",
      className: "act small",
      onClick: () => change([...ranks, { one: [(options[0] || [""])[0]] }]),
    }, say("templates.add_rank")),
  );
}

/* Approvals: before which steps, in which order. */
/** @type {(props: FormProps & { moves: Option[] }) => ReactElement} */
export function ApprovalsForm({ data, change, names, moves }) {
  const approvals = data.approvals || [];
  const options = signersOf(data.parties, names.functions);
  /** @type {(value: Answered[]) => void} */
  const put = (value) => change(withEntry(data, "approvals", value.length ? value : undefined));
  return h(
    "section",
    { className: "form-part", "data-of": "approvals" },
    h("h3", null, say("templates.approvals")),
    approvals.map((/** @type {Answered} */ one, /** @type {number} */ index) => {
      /** @type {(value: Answered) => void} */
      const set = (value) =>
        put(
          approvals.map((/** @type {Answered} */ other, /** @type {number} */ n) =>
            n === index ? value : other
          ),
        );
      return h(
        "div",
        { key: index, className: "part open", "data-part": `approval ${index}` },
        h(Choose, {
          label: say("templates.before_move"),
          value: String(one.before || ""),
          options: moves,
          change: (before) => set(withEntry(one, "before", before)),
        }),
        h(ChainForm, {
          chain: one.chain,
          options,
          change: (chain) => set(withEntry(one, "chain", chain)),
        }),
        h("button", {
          type: "button",
          className: "act small",
          onClick: () =>
            put(
              approvals.filter((/** @type {Answered} */ _, /** @type {number} */ n) => n !== index),
            ),
        }, say("templates.remove")),
      );
    }),
    h("button", {
      type: "button",
      className: "act small",
      onClick: () =>
        put([...approvals, {
          before: (moves[0] || [""])[0],
          chain: [{ one: [(options[0] || [""])[0]] }],
        }]),
    }, say("templates.add_approval")),
  );
}

/* The signatures of a form: before one step, and how a signer shows who they are. */
/** @type {(props: FormProps & { moves: Option[] }) => ReactElement} */
export function SignaturesForm({ data, change, names, moves }) {
  const signatures = data.signatures;
  const options = signersOf(data.parties, names.functions);
  /** @type {(value: Answered) => void} */
  const put = (value) => change(withEntry(data, "signatures", value));
  return h(
    "section",
    { className: "form-part", "data-of": "signatures" },
    h("h3", null, say("templates.signatures")),
    signatures
      ? h(
        "div",
        { className: "part open" },
        h(Choose, {
          label: say("templates.before_move"),
          value: String(signatures.before || ""),
          options: moves,
          change: (before) => put(withEntry(signatures, "before", before)),
        }),
        h(Several, {
          label: say("templates.proof"),
          values: signatures.proof ? textList(signatures.proof) : ["session"],
          options: ["session", "pin", "badge"].map((
            one,
          ) => /** @type {Option} */ ([one, say(`templates.proof.${one}`)])),
          change: (value) => put(withEntry(signatures, "proof", value)),
        }),
        h(ChainForm, {
          chain: signatures.chain,
          options,
          change: (chain) => put(withEntry(signatures, "chain", chain)),
        }),
        h("button", {
          type: "button",
          className: "act small",
          onClick: () => put(undefined),
        }, say("templates.remove")),
      )
      : h("button", {
        type: "button",
        className: "act small",
        onClick: () =>
          put({
            before: (moves[0] || [""])[0],
            chain: [{ one: [(options[0] || [""])[0]] }],
          }),
      }, say("templates.add_signatures")),
  );
}
