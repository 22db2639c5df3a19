/* Sites and firms are moved, made and deleted on the map; the server decides and sends the map anew.
 * Here with a pointer; keys.js does the same by keyboard.
 *
 * Nothing is changed here: an edit is one message, and what it did comes back as a new scene.
 */
const SLACK = 4; // pixels that a hand trembles on a click
const TOOLS = ["move", "add", "add_firm", "drop"];
const MADE = { add: "site", add_firm: "firm" }; // tool -> what a click makes

export function arm(view, data) {
  view.editing = data.edit || null;
  hear(view);
  if (!view.editing || view.armed) { paint(view); return; }
  view.armed = true;
  view.tool = "move";
  view.bar = bar(view);
  view.box.prepend(view.bar); // tools are reached first, then the map they are used on
  listen(view);
  paint(view);
}

function bar(view) {
  const box = document.createElement("div");
  box.className = "xz-tools";
  box.setAttribute("role", "group");
  for (const tool of TOOLS) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.tool = tool;
    button.addEventListener("click", ({ detail }) => {
      choose(view, view.tool === tool ? "move" : tool);
      if (!detail) { view.map.getCanvas().focus(); } // pressed by a key: on to the map
    });
    box.append(button);
  }
  return box;
}

/* Take a tool; none where it is empty. */
export function choose(view, tool) {
  view.tool = tool;
  view.carried = null;
  view.aim.say("");
  paint(view);
}

/* The tool that is chosen, on a map that can be edited; whether it makes something. */
export function tool(view) { return view.editing ? view.tool : ""; }
export function makes(view) { return tool(view) in MADE; }

/* What the map did comes back as another study: only then it is said to be done. What is carried
 * may be another thing in it, or gone.
 */
function hear(view) {
  const { pending, editing, carried } = view, of = editing && editing.of;
  if (carried && carried.thing.of !== of) { view.carried = null; }
  if (!pending || pending.of === of) { return; }
  view.pending = null;
  view.aim.say(pending.said);
}

function paint(view) {
  if (!view.bar) { return; }
  view.bar.hidden = !view.editing;
  if (!view.editing) { return; }
  view.bar.setAttribute("aria-label", view.editing.words.bar);
  for (const button of view.bar.children) {
    const { tool } = button.dataset;
    button.textContent = view.editing.words[tool];
    button.title = view.editing.words[tool + "_help"];
    button.setAttribute("aria-pressed", String(view.tool === tool));
  }
  view.map.getCanvas().classList.toggle("xz-add", view.tool in MADE);
}

/* A site or single firm as the server knows it, in the study that is drawn; null for all else. */
export function known(view, { layer, properties }) {
  const { of } = view.editing;
  if (layer.source === "places") {
    return { kind: "site", number: view.data.layers[properties.number].sites[properties.row], of };
  }
  return layer.source === "firms" && properties.n === 1 ? { kind: "firm", number: properties.i, of } : null;
}

/* The one under a point. */
function target(view, { x, y }) {
  const found = view.pointed([[x - 5, y - 5], [x + 5, y + 5]]);
  return found.map((feature) => known(view, feature)).find(Boolean) || null;
}

function listen(view) {
  const { map } = view;
  map.on("mousedown", (event) => { if (event.originalEvent.button === 0) { seize(view, event, "mouse"); } });
  map.on("touchstart", (event) => { if (event.points.length === 1) { seize(view, event, "touch"); } });
  map.on("click", (event) => {
    if (!view.editing) { return; }
    if (makes(view)) {
      add(view, event.lngLat);
    } else if (view.tool === "drop") {
      const found = target(view, event.point);
      if (found) { tell(view, "drop", found, event.lngLat); }
    }
  });
  view.box.addEventListener("keydown", (event) => {
    if (!view.editing || !(event.ctrlKey || event.metaKey)) { return; }
    const way = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (!way) { return; }
    event.preventDefault();
    view.pending = { of: view.editing.of, said: view.editing.words[way === "undo" ? "undone" : "redone"] };
    view.send({ what: way, of: view.editing.of });
  });
}

export function add(view, at) {
  const kind = MADE[view.tool], { of, words } = view.editing;
  tell(view, "add", { kind, number: -1, of }, at, words[`made_${kind}`]);
}

/* `said` is read aloud once it is done. */
export function tell(view, what, { kind, number, of }, { lng, lat }, said = "") {
  view.pending = { of, said };
  choose(view, "move");
  view.send({ what, kind, number, lon: lng, lat, of });
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
