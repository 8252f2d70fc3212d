/** A row of the board that its reader did not ask for by its kind (rows.d.ts): it passes for any. Rows that
 * were asked for by their kind have the type that Python declares. */
// deno-lint-ignore no-explicit-any
type Row = any;

/** Rows of a topic by their keys. */
type Rows = Record<string, Row>;
