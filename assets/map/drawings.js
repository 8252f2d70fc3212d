/* All drawings on the map of the plant: each registers itself on loading. */

import "./crowd.js";
import "./declutter.js";
import "./ground.js";
import "./hot_zone.js";
import "./layers.js";
import "./people.js";
import "./plume.js";
import "./site_map.js";
import "./symbols.js";
import "./tiles.js";
import "./way_out.js";
import "./weather.js";
import "./wind.js";
import "./work.js";
