/** What the map uses of Leaflet 1.9, which dash-leaflet brings along. */

type LatLngGiven = [lat: number, lon: number] | LatLng;

interface LatLng {
  lat: number;
  lng: number;
  distanceTo(other: LatLngGiven): number;
  toBounds(metres: number): LatLngBounds;
}

interface LeafletPoint {
  x: number;
  y: number;
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
  addTo(map: LeafletMap | LeafletLayer): this;
  remove(): this;
  getElement(): HTMLElement;
  setLatLng(at: LatLngGiven): this;
  setLatLngs(at: LatLngGiven[]): this;
  setStyle(style: object): this;
  setRadius(metres: number): this;
  setContent(content: string | HTMLElement): this;
  setTooltipContent(content: string | HTMLElement): this;
  bindTooltip(content: string | HTMLElement, options?: object): this;
  getTooltip(): LeafletLayer | undefined;
  addData(data: object): this;
  getBounds(): LatLngBounds;
  clearLayers(): this;
  options: Record<string, unknown>;
}

interface LeafletControl {
  onAdd: (map: LeafletMap) => HTMLElement;
  addTo(map: LeafletMap): this;
  getPosition(): string;
  setPosition(position: string): this;
  getContainer(): HTMLElement;
  addAttribution(html: string): this;
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
  containerPointToLatLng(at: LeafletPoint | [x: number, y: number]): LatLng;
  openTooltip(layer: LeafletLayer): this;
  closeTooltip(layer: LeafletLayer): this;
  attributionControl?: LeafletControl;
  /** An event's fields are those of its kind. */
  // deno-lint-ignore no-explicit-any
  on(names: string, listener: (event: any) => void): this;
  off(names: string, listener?: () => void): this;
}

interface Leaflet {
  Map: { addInitHook(hook: (this: LeafletMap) => void): void };
  TileLayer: {
    prototype: Record<string, (...given: unknown[]) => unknown>;
    extend(members: object): new (url: string, options: object) => LeafletLayer;
  };
  latLng(lat: number, lon: number): LatLng;
  latLng(at: LatLngGiven): LatLng;
  latLngBounds(southWest: LatLngGiven, northEast: LatLngGiven): LatLngBounds;
  marker(at: LatLngGiven, options?: object): LeafletLayer;
  divIcon(options: object): object;
  circle(at: LatLngGiven, options?: object): LeafletLayer;
  circleMarker(at: LatLngGiven, options?: object): LeafletLayer;
  polyline(at: LatLngGiven[], options?: object): LeafletLayer;
  polygon(at: LatLngGiven[] | LatLngGiven[][], options?: object): LeafletLayer;
  rectangle(bounds: LatLngBounds, options?: object): LeafletLayer;
  geoJSON(data: object | null, options?: object): LeafletLayer;
  tooltip(options?: object): LeafletLayer;
  canvas(options?: object): object;
  control: {
    (options: object): LeafletControl;
    scale(options: object): LeafletControl;
    attribution(options: object): LeafletControl;
  };
  DomUtil: { create(tag: string, className: string): HTMLElement };
  DomEvent: { disableClickPropagation(element: HTMLElement): void };
}
