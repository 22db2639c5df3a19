/* The map by keyboard alone. MapLibre moves and zooms it; here are Enter, Escape and small steps.
 *
 * The first key shows the cross-hair to whoever came with the mouse; Enter does nothing yet. Where
 * no tool is chosen Enter opens the card that a click opens.
 */
const STEP = 10; // pixels, with Shift; MapLibre's own step is 100
const STEPS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

/* `parts`: aim, edit; nearest(takes), title(feature), open(feature, point), close(). */
export function listen(view, parts) {
  const canvas = view.map.getCanvas(), { aim } = parts;
  canvas.setAttribute("role", "application"); // else a reader's program keeps the keys to itself
  const wake = () => { aim.show(); look(view, parts); };
  canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible")) { wake(); } });
  canvas.addEventListener("blur", () => aim.hide());
  view.box.addEventListener("pointerdown", () => aim.hide());
  view.map.on("idle", () => look(view, parts));
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ["Tab", "Shift"].includes(event.key)) { return; }
    const does = doing(view, parts, event);
    if (does) {
      event.preventDefault();
      event.stopPropagation();
      if (aim.shown) { does(); }
    }
    if (!aim.shown) { wake(); }
  });
}

function doing(view, parts, { key, shiftKey, repeat }) {
  if (shiftKey && STEPS[key]) { return () => view.map.panBy(STEPS[key], { animate: false }); }
  const does = { Enter: enter, Escape: escape }[key];
  return does && (() => { if (!repeat) { does(view, parts); } });
}

/* Ring what Enter would take, and say what the keys do. */
function look(view, { aim, edit, nearest }) {
  if (!aim.shown) { return; }
  const tool = edit.tool(view), { moves, enter: reads } = view.data.words;
  if (view.carried) { aim.help("", view.editing.words.carried_keys); }
  else { aim.help(moves, tool ? view.editing.words[tool + "_keys"] : reads); }
  aim.carry(Boolean(view.carried));
  const found = view.carried || edit.makes(view) ? null : nearest(tool ? edit.known : undefined);
  aim.mark(found && found.at);
}

async function enter(view, parts) {
  const { aim, edit, nearest } = parts, tool = edit.tool(view);
  if (view.carried) {
    put(view, parts);
  } else if (edit.makes(view)) {
    edit.add(view, view.map.getCenter());
  } else {
    const found = nearest(tool ? edit.known : undefined);
    if (found) { await take(view, parts, { ...found, what: await parts.title(found.feature) }); }
    else { aim.say(view.data.words.none); }
  }
  look(view, parts);
}

/* Open the card of a thing, delete it, or pick it up: then it is carried in the middle. */
function take(view, { aim, edit, open }, found) {
  const tool = edit.tool(view), say = (how) => filled(how, found);
  if (!tool) {
    aim.say(say(view.data.words.near));
    return open(found.feature, view.map.project(found.at));
  }
  const thing = edit.known(view, found.feature);
  if (tool === "drop") {
    edit.tell(view, "drop", thing, found.at, say(view.editing.words.dropped));
  } else {
    view.map.jumpTo({ center: found.at });
    view.carried = { ...found, thing, from: view.map.getCenter() };
    aim.say(say(view.editing.words.picked));
  }
  return null;
}

function put(view, parts) {
  const { thing, what, from } = view.carried, at = view.map.getCenter(), metres = from.distanceTo(at);
  if (!metres) { letGo(view, parts); return; }
  view.carried = null;
  parts.edit.tell(view, "move", thing, at, filled(view.editing.words.put, { what, metres }));
}

function letGo(view, { aim }) {
  aim.say(filled(view.editing.words.kept, view.carried));
  view.carried = null;
}

/* One step back: what is carried, then the tool, then the card. */
function escape(view, parts) {
  parts.close();
  if (view.carried) { letGo(view, parts); }
  else if (parts.edit.tool(view)) { parts.edit.choose(view, parts.edit.makes(view) ? "move" : ""); }
  look(view, parts);
}

/* Names may hold anything: they are put in by a function, so that no sign of theirs is a pattern. */
function filled(words, { what, metres }) {
  const given = { "{what}": what, "{metres}": Math.round(metres).toLocaleString("en-US") };
  return words.replace(/\{what\}|\{metres\}/g, (name) => given[name]);
}
