/* Sites and firms are moved, made and deleted on the map; the server decides and sends the map anew.
 *
 * Nothing is changed here: an edit is one message, and what it did comes back as a new scene.
 */
const SLACK = 4; // pixels that a hand trembles on a click
const TOOLS = ["move", "add", "add_firm", "drop"];
const MADE = { add: "site", add_firm: "firm" }; // tool -> what a click makes

export function arm(view, data) {
  view.editing = data.edit || null;
  if (!view.editing || view.armed) { paint(view); return; }
  view.armed = true;
  view.tool = "move";
  view.bar = bar(view);
  view.box.append(view.bar);
  listen(view);
  paint(view);
}

function bar(view) {
  const box = document.createElement("div");
  box.className = "xz-tools";
  box.setAttribute("role", "toolbar");
  for (const tool of TOOLS) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.tool = tool;
    button.addEventListener("click", () => choose(view, tool));
    box.append(button);
  }
  return box;
}

function choose(view, tool) {
  view.tool = view.tool === tool ? "move" : tool;
  paint(view);
}

function paint(view) {
  if (!view.bar) { return; }
  view.bar.hidden = !view.editing;
  if (!view.editing) { return; }
  for (const button of view.bar.children) {
    const { tool } = button.dataset;
    button.textContent = view.editing.words[tool];
    button.title = view.editing.words[tool + "_help"];
    button.setAttribute("aria-pressed", String(view.tool === tool));
  }
  view.map.getCanvas().classList.toggle("xz-add", view.tool in MADE);
}

/* The site or single firm under a point, as the server knows it; null for a sum of firms. */
function target(view, { x, y }) {
  const asked = ["places", "small-0", "small-1", "firms-0", "firms-1"].filter((id) => view.map.getLayer(id));
  const found = view.map.queryRenderedFeatures([[x - 5, y - 5], [x + 5, y + 5]], { layers: asked });
  for (const { layer, properties } of found) {
    if (layer.source === "places") {
      return { kind: "site", number: view.data.layers[properties.number].sites[properties.row] };
    }
    if (properties.n === 1) { return { kind: "firm", number: properties.i }; }
  }
  return null;
}

function listen(view) {
  const { map } = view;
  map.on("mousedown", (event) => { if (event.originalEvent.button === 0) { seize(view, event, "mouse"); } });
  map.on("touchstart", (event) => { if (event.points.length === 1) { seize(view, event, "touch"); } });
  map.on("click", (event) => {
    if (!view.editing) { return; }
    const kind = MADE[view.tool];
    if (kind) {
      tell(view, "add", { kind, number: -1 }, event.lngLat);
    } else if (view.tool === "drop") {
      const found = target(view, event.point);
      if (found) { tell(view, "drop", found, event.lngLat); }
    }
  });
  view.box.addEventListener("keydown", (event) => {
    if (!view.editing || !(event.ctrlKey || event.metaKey)) { return; }
    const way = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (way) { event.preventDefault(); view.send({ what: way, of: view.editing.of }); }
  });
}

function tell(view, what, { kind, number }, { lng, lat }) {
  view.tool = "move";
  paint(view);
  view.send({ what, kind, number, lon: lng, lat, of: view.editing.of });
}

/* Take hold of a thing, carry a ring along, and tell where it was let go. */
function seize(view, event, hand) {
  if (!view.editing || view.tool !== "move") { return; }
  const found = target(view, event.point);
  if (!found) { return; }
  event.preventDefault(); // the map stays where it is
  const { map } = view, from = event.point;
  const ring = document.createElement("div");
  ring.className = "xz-ring";
  const marker = new window.maplibregl.Marker({ element: ring }).setLngLat(event.lngLat);
  let moved = false;
  const drag = (next) => {
    if (!moved && from.dist(next.point) > SLACK) { moved = true; marker.addTo(map); }
    marker.setLngLat(next.lngLat);
  };
  const drop = (last) => {
    map.off(hand + "move", drag);
    marker.remove();
    if (moved) { tell(view, "move", found, last.lngLat); }
  };
  map.on(hand + "move", drag);
  map.once(hand === "mouse" ? "mouseup" : "touchend", drop);
}
