/** A row of the board. Until each kind of row has a type of its own, its fields are any: what the server
 * sends is declared in Python, and nothing here would hold a second declaration to it. */
// deno-lint-ignore no-explicit-any
type Row = Record<string, any>;

/** Rows of a topic by their keys. */
type Rows = Record<string, Row>;
