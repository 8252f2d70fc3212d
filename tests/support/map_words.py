"""Words of the map as boxes on the screen: which lie on each other, and which areas are named."""

OVER = """() => {
  const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const map = document.querySelector(".leaflet-container");
  const marks = ".mark > span, .mark > em, .mark > b";
  const corners = ".leaflet-control:not(.plume-note), .plume-note > span";
  const all = map ? [...map.querySelectorAll(`${marks}, ${corners}`)] : [];
  const words = all.filter((one) => shown(one) && one.textContent.trim());
  const boxes = words.map((one) => one.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap((b, j) => {
    const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    return over ? [`"${words[i].textContent}" over "${words[i + 1 + j].textContent}"`] : [];
  }));
}"""
"""Words of the map that lie on each other: names, values, the letters of badges, what stands in its corners."""

OVER_FOR_SECONDS = f"""async (seconds) => {{
  const end = center.clock.second() + seconds;
  const found = new Set();
  while (center.clock.second() < end) {{
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    ({OVER})().forEach((one) => found.add(one));
  }}
  return [...found];
}}"""
"""What lies on each other in any picture of the next seconds of the center's clock."""

UNNAMED = """() => {
  const map = document.querySelector(".leaflet-container").getBoundingClientRect();
  return [...document.querySelectorAll(".mark.area-name.crowded:not(.yard)")].filter((one) => {
    const { left, top } = one.getBoundingClientRect();
    return left > map.left && left < map.right && top > map.top && top < map.bottom;
  }).map((one) => one.textContent);
}"""
"""Buildings whose middle is on the map and whose name is not."""

TOLD = """(kind) => [...document.querySelectorAll(`.mark.${kind}:not(.crowded) > span`)]
  .map((one) => one.textContent)"""
"""What the map writes of a kind of mark."""
