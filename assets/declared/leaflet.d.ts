/** What the map uses of Leaflet 1.9, which dash-leaflet brings along. */

type LatLngTuple = [lat: number, lon: number];
type LatLngGiven = LatLngTuple | LatLng;

interface LatLng {
  lat: number;
  lng: number;
  distanceTo(other: LatLngGiven): number;
  toBounds(metres: number): LatLngBounds;
}

interface LeafletPoint {
  x: number;
  y: number;
  distanceTo(other: LeafletPoint): number;
  subtract(other: LeafletPoint | [x: number, y: number]): LeafletPoint;
}

interface LatLngBounds {
  getNorthWest(): LatLng;
  getSouthEast(): LatLng;
  getSouthWest(): LatLng;
  getNorth(): number;
  getSouth(): number;
  getEast(): number;
  getWest(): number;
}

interface LeafletLayer {
  addTo(map: LeafletMap): this;
  remove(): this;
}

interface LeafletMarker extends LeafletLayer {
  /** On a map it always has one. */
  getElement(): HTMLElement;
  setLatLng(at: LatLngGiven): this;
}

/** How a line or an outline is drawn. */
interface PathStyle {
  className?: string;
  color?: string;
  dashArray?: string;
  fill?: boolean;
  fillColor?: string;
  fillOpacity?: number;
  opacity?: number;
  radius?: number;
  stroke?: boolean;
  weight?: number;
}

interface PathOptions extends PathStyle {
  interactive?: boolean;
  pane?: string;
  renderer?: LeafletRenderer;
}

interface LeafletPath extends LeafletLayer {
  /** One in SVG has an element, one on a canvas has none. */
  getElement(): Element | undefined;
  setStyle(style: PathStyle): this;
}

interface LeafletCircle extends LeafletPath {
  setLatLng(at: LatLngGiven): this;
  /** Metres of a circle, pixels of a circle marker. */
  setRadius(radius: number): this;
}

/** A line through places, or the outlines of several. */
type LatLngs = LatLngGiven[] | LatLngGiven[][];

interface LeafletPolyline extends LeafletPath {
  setLatLngs(places: LatLngs): this;
}

interface LeafletRectangle extends LeafletPath {
  setBounds(bounds: LatLngBounds | [LatLngGiven, LatLngGiven]): this;
}

/** A part of a GeoJSON document; what its properties are is the document's. */
interface GeoFeature {
  id: string;
  properties: Record<string, unknown>;
  geometry: { coordinates: unknown };
}

interface GeoOptions {
  interactive?: boolean;
  pane?: string;
  style?: PathStyle | ((feature: GeoFeature) => PathStyle);
}

interface LeafletGeoJSON extends LeafletLayer {
  eachLayer(each: (path: LeafletPath & { feature: GeoFeature }) => void): this;
  getBounds(): LatLngBounds;
}

interface LeafletTooltip extends LeafletLayer {
  setContent(content: string | HTMLElement): this;
  setLatLng(at: LatLngGiven): this;
}

type LeafletRenderer = LeafletLayer;

/** An icon, to be given to a marker. */
interface LeafletIcon {
  readonly options: object;
}

interface LeafletControl {
  onAdd: (map: LeafletMap) => HTMLElement;
  addTo(map: LeafletMap): this;
  getPosition(): string;
  setPosition(position: string): this;
}

interface LeafletAttribution extends LeafletControl {
  addAttribution(html: string): this;
}

/** What the pointer did on the map. */
interface LeafletMouseEvent {
  latlng: LatLng;
  containerPoint: LeafletPoint;
}

interface LeafletMap {
  whenReady(ready: () => void): this;
  createPane(name: string): HTMLElement;
  getPane(name: string): HTMLElement;
  getContainer(): HTMLElement;
  getSize(): LeafletPoint;
  getZoom(): number;
  getCenter(): LatLng;
  getBounds(): LatLngBounds;
  invalidateSize(options: object): this;
  fitBounds(bounds: LatLngBounds, options?: object): this;
  project(at: LatLngGiven, zoom?: number): LeafletPoint;
  latLngToContainerPoint(at: LatLngGiven): LeafletPoint;
  latLngToLayerPoint(at: LatLngGiven): LeafletPoint;
  openTooltip(layer: LeafletTooltip): this;
  closeTooltip(layer: LeafletTooltip): this;
  on(names: "mousemove click" | "mouseout", listener: (event: LeafletMouseEvent) => void): this;
  on(names: "zoomend" | "unload" | "layerschosen", listener: () => void): this;
  /** The product's own event: layers were drawn or put aside by a hand. */
  fire(name: "layerschosen"): this;
}

/** Where a tile layer says which tiles it wants, and where it puts them. Leaflet's own, without a promise. */
interface TileLayerMembers {
  _setZoomTransform(level: object, at: LatLng, zoom: number): void;
  _getTiledPixelBounds(at: LatLng): object;
}

interface Leaflet {
  Map: { addInitHook(hook: (this: LeafletMap) => void): void };
  TileLayer: {
    prototype: TileLayerMembers;
    extend(members: TileLayerMembers): new (url: string, options: object) => LeafletLayer;
  };
  latLng(lat: number, lon: number): LatLng;
  latLng(at: LatLngGiven): LatLng;
  latLngBounds(southWest: LatLngGiven, northEast: LatLngGiven): LatLngBounds;
  marker(
    at: LatLngGiven,
    options?: { icon: LeafletIcon; pane?: string; interactive?: boolean; keyboard?: boolean },
  ): LeafletMarker;
  divIcon(options: { html: string; className: string; iconSize: null }): LeafletIcon;
  circle(at: LatLngGiven, options?: PathOptions): LeafletCircle;
  circleMarker(at: LatLngGiven, options?: PathOptions): LeafletCircle;
  polyline(places: LatLngs, options?: PathOptions): LeafletPolyline;
  polygon(places: LatLngs, options?: PathOptions): LeafletPolyline;
  rectangle(bounds: LatLngBounds, options?: PathOptions): LeafletRectangle;
  geoJSON(data: object | null, options?: GeoOptions): LeafletGeoJSON;
  tooltip(options?: object): LeafletTooltip;
  canvas(options?: object): LeafletRenderer;
  control: {
    (options: { position: string }): LeafletControl;
    scale(options: object): LeafletControl;
    attribution(options: object): LeafletAttribution;
  };
  DomUtil: { create(tag: string, className: string): HTMLElement };
  DomEvent: { disableClickPropagation(element: HTMLElement): void };
}
