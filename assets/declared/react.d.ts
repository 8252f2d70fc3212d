/** What the pages use of React 18, which Dash brings along. */

interface ReactElement {
  readonly type: unknown;
  readonly key: string | null;
}

/** What can stand in the page: an element, words, a number, or nothing. */
type ReactNode = ReactElement | string | number | boolean | null | undefined | ReactNode[];

/** A part of the page: it is given its properties and says what stands there. */
// deno-lint-ignore no-explicit-any
type ReactComponent<P = any> = (props: P) => unknown;
type IsAny<T> = 0 extends 1 & T ? true : false;
/** What an element of a component is made with: its properties, without the children, which stand
 * behind them; `key` tells it from its neighbours. A property without a type may be left out. */
type ReactGiven<P> =
  & { [K in keyof P as K extends "children" ? never : IsAny<P[K]> extends true ? never : K]: P[K] }
  & { [K in keyof P as K extends "children" ? never : IsAny<P[K]> extends true ? K : never]?: P[K] }
  & { key?: string | number | null };
/** What a part of the page gives to all parts inside it. */
interface ReactContext<T> {
  readonly Provider: ReactComponent<{ value: T; children?: unknown }>;
  readonly given?: T;
}
type ReactSet<T> = (next: T | ((was: T) => T)) => void;
/** Where React puts the element it has drawn; null before and after. */
interface ReactRef<T> {
  current: T | null;
}

interface ReactClass {
  // deno-lint-ignore no-explicit-any
  new <P = any, S = any>(props: P): ReactClassInstance<P, S>;
}
interface ReactClassInstance<P, S> {
  props: P;
  state: S;
}

/** What a listener is told: React's own event, over the one of the page. `currentTarget` is the element that
 * listens. */
type ReactEvent<E extends HTMLElement = HTMLElement> = Event & {
  readonly target: E;
  readonly currentTarget: E;
};
type ReactInputEvent = ReactEvent<HTMLInputElement>;
type ReactSelectEvent = ReactEvent<HTMLSelectElement>;
type ReactKeyEvent<E extends HTMLElement = HTMLElement> = KeyboardEvent & ReactEvent<E>;

/** A component that gives a command takes the fields of just that command; one that asks for the
 * reason itself takes them without it. */
type GivesCommand<P> = P extends { kind: infer K } ? IsAny<K> extends true ? never
  : { kind: CommandKind; data: object }
  : never;
type WithoutReason<T> = T extends unknown ? Omit<T, "reason"> : never;
type CommandData<P, K extends CommandKind> = "ask" extends keyof P ? WithoutReason<CommandFields[K]>
  : CommandFields[K];

declare const React: {
  createElement(
    // deno-lint-ignore no-explicit-any
    type: string | symbol | (new (props: any) => ReactClassInstance<any, any>),
    props?: object | null,
    ...children: unknown[]
  ): ReactElement;
  createElement(type: () => unknown, props?: { key?: string | number } | null): ReactElement;
  createElement<P, K extends CommandKind>(
    type: ReactComponent<P>,
    props: P extends GivesCommand<P>
      ? NoInfer<ReactGiven<Omit<P, "kind" | "data">>> & { kind: K; data: CommandData<P, K> }
      : NoInfer<ReactGiven<P>>,
    ...children: unknown[]
  ): ReactElement;
  memo<C extends ReactComponent>(
    component: C,
    same?: (was: Parameters<C>[0], is: Parameters<C>[0]) => boolean,
  ): C;
  readonly Fragment: symbol;
  readonly Component: ReactClass;
  readonly Children: { toArray(children: unknown): ReactElement[] };
  /** A state that begins without a value may hold any later. */
  // deno-lint-ignore no-explicit-any
  useState(first: null | undefined): [any, ReactSet<any>];
  // deno-lint-ignore no-explicit-any
  useState(first: never[]): [any[], ReactSet<any[]>];
  useState<T>(first: T | (() => T)): [T, ReactSet<T>];
  /** A place that begins empty may hold any later: an element, a timer. */
  // deno-lint-ignore no-explicit-any
  useRef(first: null): { current: any };
  useRef<T>(first: T): { current: T };
  useReducer<T>(next: (was: T) => T, first: T): [T, () => void];
  useMemo<T>(make: () => T, on: unknown[]): T;
  useCallback<F>(callback: F, on: unknown[]): F;
  useEffect(effect: () => void | (() => void), on?: unknown[]): void;
  useLayoutEffect(effect: () => void | (() => void), on?: unknown[]): void;
  createContext<T>(usual: T): ReactContext<T>;
  useContext<T>(context: ReactContext<T>): T;
  useId(): string;
  useSyncExternalStore<T>(subscribe: (tell: () => void) => () => void, read: () => T): T;
};
