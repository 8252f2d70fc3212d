/* Map tiles of the administrator's choice under the plant's own drawing; without the setting
   there are none. Chinese tiles are displaced (GCJ-02): the tile layer is shifted, never the
   plant's own data. `shift` is their displacement north and east, in degrees. */

import { escape } from "./marks.js";
import { mapDrawing } from "./site_map.js";
import { site } from "../live/plant.js";

const L = window.L;

/** @type {(url: string, options: object, shift: [north: number, east: number]) => LeafletLayer} */
function displaced(url, options, [north, east]) {
  /** @type {(at: LatLng) => LatLng} */
  const moved = (at) => L.latLng(at.lat + north, at.lng + east);
  const { _setZoomTransform, _getTiledPixelBounds } = L.TileLayer.prototype;
  const Layer = L.TileLayer.extend({
    _setZoomTransform(level, at, zoom) {
      return _setZoomTransform.call(this, level, moved(at), zoom);
    },
    _getTiledPixelBounds(at) {
      return _getTiledPixelBounds.call(this, moved(at));
    },
  });
  return new Layer(url, options);
}

mapDrawing([], (map) => {
  const { tiles } = site();
  if (tiles) {
    const attribution = L.control.attribution({ prefix: false }).addTo(map);
    if (tiles.attribution) attribution.addAttribution(escape(tiles.attribution));
    displaced(tiles.url, { pane: "tilePane", className: "tiles", maxZoom: 22 }, tiles.shift).addTo(
      map,
    );
  }
  return () => {};
});
