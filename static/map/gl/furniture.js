/* Around the map: legend, switch, north, what is said about the thing under the pointer.
 *
 * Texts that come as HTML were escaped by geo/draw/safe.py. Words of firms come as they are in the
 * user's list and are only ever set as text.
 */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) { made.className = className; }
  if (text !== undefined) { made.textContent = text; }
  return made;
}

function html(className, safe) {
  const made = element("div", className);
  made.innerHTML = safe;
  return made;
}

const number = (value) => value.toLocaleString("en-US");

/* Control and direction-override characters could hide or reorder what is read. */
export function plain(said) {
  const text = String(said ?? "").replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "");
  return text.length > 200 ? text.slice(0, 200) + "…" : text;
}

/* Where the browser cannot draw: a picture of where the workers are, and a sentence. */
export function picture(box, data) {
  const image = element("img");
  image.alt = data.words.picture;
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(data.picture);
  box.replaceChildren(element("p", "xz-note", data.words.no_webgl), image);
  box.classList.add("xz-flat");
}

export function dress(view, data, scene) {
  for (const old of view.box.querySelectorAll(".xz-dress")) { old.remove(); }
  const north = html("xz-north xz-dress", data.north);
  const legend = html("xz-legend xz-dress", data.legend);
  // On a small map the legend would hide what it explains: it starts folded.
  const fold = legend.querySelector("details");
  if (fold && view.box.clientWidth < 640) { fold.open = false; }
  view.box.append(north, legend, switches(view, data, scene));
}

function switches(view, data, scene) {
  const box = element("details", "xz-switch xz-dress");
  box.append(element("summary", "", data.words.layers));
  for (const line of scene.lines(data)) {
    const label = element("label"), tick = element("input");
    tick.type = "checkbox";
    if (view.starts.get(line.id) !== line.show) { // a page's own control decides when it changes
      view.starts.set(line.id, line.show);
      view.hidden[line.show ? "delete" : "add"](line.id);
    }
    tick.checked = !view.hidden.has(line.id);
    tick.addEventListener("change", () => scene.reveal(view, line.id, tick.checked));
    label.append(tick, html("xz-name", line.name));
    box.append(label);
  }
  return box;
}

/* ---- hover ---- */
/* Returns how the card of a thing is opened at a point of the map, and closed, without a pointer. */
export function hover(view, { words, pointed }) {
  const card = element("div", "xz-card");
  card.hidden = true;
  card.setAttribute("role", "status");
  view.box.append(card);
  let asked = 0, waiting = null;
  function tell({ point }) {
    const { x, y } = point, [found] = pointed(view.map, [[x - 4, y - 4], [x + 4, y + 4]]);
    view.map.getCanvas().style.cursor = found ? "pointer" : "";
    return open(found, point);
  }
  async function open(found, { x, y }) {
    const turn = (asked += 1);
    card.hidden = true; // words may still be on their way
    const said = found && (await describe(view.data, found, words));
    if (turn !== asked) { return; } // the pointer has moved on
    card.hidden = !said;
    if (!said) { return; }
    card.replaceChildren(...said);
    beside(card, view.box, x, y);
  }
  view.map.on("mousemove", (event) => {
    if (!waiting) { requestAnimationFrame(() => { tell(waiting); waiting = null; }); }
    waiting = event;
  });
  view.map.on("click", tell);
  const close = () => { asked += 1; card.hidden = true; };
  view.map.on("movestart", close);
  view.map.getCanvas().addEventListener("mouseleave", close);
  return { open, close };
}

function beside(card, box, x, y) {
  const left = x + 14 + card.offsetWidth > box.clientWidth ? x - 14 - card.offsetWidth : x + 14;
  const top = y + 14 + card.offsetHeight > box.clientHeight ? y - 14 - card.offsetHeight : y + 14;
  card.style.left = Math.max(4, left) + "px";
  card.style.top = Math.max(4, top) + "px";
}

/* What a thing is called, as text. */
export async function title(data, { layer, properties: own }, words) {
  if (layer.source === "density") { return html("", own.tip).textContent; }
  if (layer.source === "places") { return html("", data.layers[own.number].rows[own.row][4]).textContent; }
  if (own.n > 1) { return data.words.sum.replace("{firms}", number(own.n)).replace("{workers}", number(own.w)); }
  return plain((await words(own.i))[0]);
}

async function describe(data, feature, words) {
  const own = feature.properties, head = element("div", "xz-title", await title(data, feature, words));
  if (feature.layer.source === "density") { return [html("", own.tip)]; }
  if (feature.layer.source === "places") {
    const { rows, labels } = data.layers[own.number];
    return [head, table(labels.map((label, k) => [label, rows[own.row][5][k]]), html)];
  }
  const state = data.firms.says[own.k];
  if (own.n > 1) { return [head, element("div", "", state), element("div", "xz-hint", data.words.closer)]; }
  const [, ...further] = await words(own.i);
  const rows = [[data.words.workers, number(own.w)], ["", state], ...data.firms.columns.map((c, k) => [c, plain(further[k])])];
  return [head, table(rows, (_class, text) => element("div", "", text))];
}

function table(rows, cell) {
  const made = element("table");
  for (const [label, value] of rows) {
    if (!value) { continue; }
    const line = element("tr"), head = element("th"), body = element("td");
    head.innerHTML = label;
    body.append(cell("", value));
    line.append(head, body);
    made.append(line);
  }
  return made;
}
