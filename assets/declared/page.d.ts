/** What Dash, its components and Plotly leave on the window. */

/** An element that Plotly has drawn into. */
interface PlotlyDiv extends HTMLElement {
  _dragging?: boolean;
  /** Plotly's own events tell what changed by the names of its layout. */
  // deno-lint-ignore no-explicit-any
  on(event: string, listener: (change: any) => void): void;
  removeAllListeners(event: string): void;
}

/** A row of AG Grid: its key, whether it is the chosen one, and the fields of its columns. */
interface GridRow {
  key: string;
  chosen?: boolean;
  // deno-lint-ignore no-explicit-any
  [field: string]: any;
}

/** What a column of AG Grid says of itself. */
// deno-lint-ignore no-explicit-any
type GridColumn = any;

interface GridApi {
  addEventListener(name: string, listener: (event: GridColumn) => void): void;
  removeEventListener(name: string, listener: (event: GridColumn) => void): void;
  applyColumnState(state: object): void;
  applyTransaction(rows: { add: GridRow[]; update: GridRow[]; remove: GridRow[] }): void;
  ensureIndexVisible(index: number, position: "top"): void;
  ensureNodeVisible(node: object): void;
  exportDataAsCsv(options: object): void;
  forEachNodeAfterFilterAndSort(take: (node: GridColumn) => void): void;
  getAllDisplayedColumns(): GridColumn[];
  getColumn(id: string): GridColumn;
  getColumnDefs(): GridColumn[];
  getColumnState(): GridColumn[];
  getColumns(): GridColumn[] | null;
  getLastDisplayedRowIndex(): number;
  getFilterModel(): Record<string, GridColumn>;
  getRowNode(key: string): { displayed: boolean } | undefined;
  getDisplayedRowCount(): number;
  isDestroyed(): boolean;
  refreshCells(options: object): void;
  setFilterModel(model: object | null): void;
  setGridOption(name: string, value: unknown): void;
}

interface Window {
  center: { Panel: ReactComponent };
  dash_clientside: {
    set_props(id: string, props: object): void;
    no_update: unknown;
    [namespace: string]: unknown;
  };
  /** Dash's own choice: a list that is searched and walked by keys. */
  dash_core_components: { Dropdown: ReactComponent };
  dash_socketio?: { DashSocketIO: ReactComponent };
  dash_ag_grid: { getApiAsync(id: string): Promise<GridApi> };
  dashAgGridFunctions?: object;
  dashAgGridComponentFunctions?: object;
  /** Plotly comes with the first chart of a page, after its scripts. */
  Plotly?: {
    react(box: HTMLElement, data: object[], layout: object, config: object): void;
    purge(box: HTMLElement): void;
  };
  /** On pages without a map there is none; where a map is drawn, there is. */
  L: Leaflet;
  React: typeof React;
}

/** What came back for a command: its status, and the body if it was JSON. */
interface CommandResponse {
  status: number;
  body: Answered;
}

/** What is shown where the hand was. */
interface CommandAnswer {
  state: "sending" | "accepted" | "refused" | "unanswered";
  kind?: string;
  text?: string;
  mend?: string;
  revision?: number;
}

/** What an address of the REST interface answers; its shape is the server's, in the OpenAPI document. */
// deno-lint-ignore no-explicit-any
type Answered = any;

/** How a field of a command is typed and read, and its model's bounds: `shortest` and `longest` in characters,
 * a number from `least` (or `above`) to `most`. */
interface FieldBounds {
  reads?: "moment" | "span";
  multi?: boolean;
  needed?: boolean;
  number?: boolean;
  whole?: boolean;
  rows?: number;
  longest?: number;
  shortest?: number;
  least?: number;
  above?: number;
  most?: number;
}

/** A field as it is drawn: with `options` it is a choice, else a line of text. `choice` names the parts of the plant
 * that are offered (assets/hands/choices.js). `first` stands in it at the
 * beginning. `proposed`: the board proposes some of the options, and each is a box to tick. */
interface FormField extends FieldBounds {
  name: string;
  label: string;
  options?: { value: string; label: string }[];
  choice?: string;
  first?: string;
  proposed?: boolean;
}

/** A form of the server's making (layouts/forms/form.py). */
interface FormAbout {
  form: string;
  kind: CommandKind;
  lines: FormField[][];
  send: string;
  strong: string;
  incident: boolean;
  spoken: boolean;
  emptied: Record<string, unknown>;
}
