/** What the pages use of React 18, which Dash brings along. */

interface ReactElement {
  readonly type: unknown;
  readonly key: string | null;
}

/** What can stand in the page: an element, words, a number, or nothing. */
type ReactNode = ReactElement | string | number | boolean | null | undefined | ReactNode[];

/** What a component is given differs from one to the next: each takes it apart in its own head. */
// deno-lint-ignore no-explicit-any
type ReactProps = any;
type ReactComponent = (props: ReactProps) => unknown;
/** What a part of the page gives to all parts inside it. */
interface ReactContext<T> {
  readonly Provider: ReactComponent;
  readonly given?: T;
}
type ReactSet<T> = (next: T | ((was: T) => T)) => void;

interface ReactClass {
  new (props: ReactProps): ReactClassInstance;
}
interface ReactClassInstance {
  props: ReactProps;
  state: ReactProps;
}

declare const React: {
  createElement(
    type: string | symbol | ReactComponent | ReactClass,
    props?: object | null,
    ...children: unknown[]
  ): ReactElement;
  memo<C extends ReactComponent>(
    component: C,
    same?: (was: ReactProps, is: ReactProps) => boolean,
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
  useSyncExternalStore<T>(subscribe: (tell: () => void) => () => void, read: () => T): T;
};
