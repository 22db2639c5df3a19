/* A map of any number of firms inside Streamlit (components v2), drawn by MapLibre GL.
 *
 * Some messages arrive here, in any order. Bytes are a block: the firms of a study, and what is to
 * be said of them, sent once. An object is a scene: which firms are covered, homes, ground, words;
 * or it says that a map will be wanted soon, or asks to be told when firms are drawn.
 * Pan and zoom stay in the browser; an edit goes back to the server, and that firms are drawn.
 */
const version = new URL(import.meta.url).search; // changes with any of the files
const [block, cut, scene, furniture, edit, aim, nearest, keys] = await Promise.all(
  ["block", "cut", "scene", "furniture", "edit", "aim", "nearest", "keys"].map((name) => import(`./${name}.js${version}`))
);

const KEPT = 2; // blocks that stay in memory, beside those that are shown
const blocks = new Map(); // digest -> promises of a block and of its words, with their resolvers
const views = new WeakMap(); // root of a component -> its view
const byAddress = new Map(); // name in a tile's address -> view

function wanted(digest) {
  if (!blocks.has(digest)) {
    const entry = {};
    entry.ready = new Promise((resolve) => { entry.resolve = resolve; });
    entry.told = new Promise((resolve) => { entry.tell = resolve; });
    entry.seen = new Promise((resolve) => { entry.see = resolve; }); // drawn, by any of the maps
    blocks.set(digest, entry);
    for (const old of [...blocks.keys()].slice(0, -KEPT)) {
      if (!isShown(old)) { blocks.delete(old); }
    }
  }
  return blocks.get(digest);
}

/* Whether a map shows a block, or waits for it. */
function isShown(digest) {
  return [...byAddress.values()].some(({ next, data }) =>
    (next && next.block === digest) || (data && data.block === digest));
}

function take(entry, bytes) {
  if (!block.isNumbers(bytes)) {
    entry.tell(block.readWords(bytes));
    entry.isTold = true;
  } else if (!entry.block) {
    entry.block = block.read(bytes, entry.told);
    entry.resolve(entry.block);
  }
}

export function show(component) {
  const { data, parentElement } = component;
  if (data instanceof Uint8Array) {
    const digest = new TextDecoder().decode(data.subarray(0, 64)).trim();
    take(wanted(digest), data.subarray(64));
    return;
  }
  if (data.ready) {
    makeReady(data);
    return;
  }
  if (data.drawn) {
    const entry = wanted(data.drawn);
    if (!entry.isTold) { entry.seen.then(() => component.setStateValue("drawn", data.drawn)); }
    return;
  }
  const known = views.get(parentElement);
  const view = known || new View(parentElement, component.key);
  views.set(parentElement, view);
  view.send = (value) => component.setTriggerValue("edit", value);
  view.draw(data);
}

/* Called when the page takes the component away; called too early too, so it looks first. */
export function leave(parentElement) {
  setTimeout(() => {
    const view = views.get(parentElement);
    if (view && !view.box.isConnected) { view.end(); views.delete(parentElement); }
  });
}

let library = null;
function maplibre(base) {
  library = library || new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = base + "/vendor/maplibre-gl/maplibre-gl.js" + version;
    script.onload = () => {
      window.maplibregl.addProtocol("xuanzhi", serve);
      done(window.maplibregl);
    };
    script.onerror = () => failed(new Error("the map's program is missing"));
    document.head.append(script);
  });
  return library;
}

/* Fetch the map's program, start its workers and make a map that waits, while nobody waits for
 * them: to start a drawing takes longer than to be given the firms of a city.
 */
let spare; // null once a map was wanted: from then on none is made ahead
function makeReady({ ready, locale }) {
  const later = window.requestIdleCallback || ((work) => setTimeout(work, 200));
  later(() => maplibre(ready).then((program) => {
    program.prewarm();
    if (spare === undefined && hasWebGl()) { spare = ahead(program, locale); }
  }).catch(() => { library = null; }));
}

/* A map with nothing on it, out of sight and out of reach. */
function ahead(program, locale) {
  const pane = furniture.element("div", "xz-pane");
  pane.inert = true;
  pane.style.cssText = "position:fixed;left:-200vw;top:0;width:100vw;height:560px";
  document.body.append(pane);
  return { pane, map: blank(program, pane, locale), said: JSON.stringify(locale) };
}

function blank(program, pane, locale) {
  const map = new program.Map({
    container: pane, style: scene.style(), locale, attributionControl: false,
    dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0, maxZoom: 19,
    renderWorldCopies: false, fadeDuration: 0
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}

/* The map that waits, moved into `box`, if it speaks the page's language; else a new one. */
function placed(program, box, locale) {
  const waiting = spare;
  spare = null;
  if (waiting && waiting.said === JSON.stringify(locale)) {
    waiting.pane.inert = false;
    waiting.pane.style.cssText = "";
    box.append(waiting.pane);
    waiting.map.resize();
    return waiting.map;
  }
  if (waiting) { waiting.map.remove(); waiting.pane.remove(); }
  const pane = furniture.element("div", "xz-pane");
  box.append(pane);
  return blank(program, pane, locale);
}

/* A tile's address is xuanzhi://view/version/z/x/y; it is cut when MapLibre asks for it. */
async function serve(request) {
  const [name, , z, x, y] = request.url.slice("xuanzhi://".length).split("/");
  const view = byAddress.get(name);
  if (!view || !view.block) { return { data: new ArrayBuffer(0) }; }
  const { marks } = view;
  const kind = marks ? (k) => block.bit(marks, k) : () => 0;
  const small = (k) => block.bit(view.block.small, k);
  const made = cut.tile(view.block, +z, +x, +y, kind, small);
  view.tiles += 1;
  return { data: made.slice().buffer };
}

/* Asked once: the answer takes a tenth of a second where the processor draws. */
let webGl = null;
function hasWebGl() {
  if (webGl === null) {
    const canvas = document.createElement("canvas");
    webGl = Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
  }
  return webGl;
}

class View {
  constructor(root, key) {
    this.root = root;
    this.name = String(key).replace(/[^\w-]/g, "");
    this.box = furniture.element("div", "xz-gl");
    this.hidden = new Set(); // lines of the switch that are off
    this.starts = new Map(); // how each line of the switch was last asked for
    this.tiles = 0; // cut so far
    this.drawn = 0; // scenes drawn so far, in the address of their tiles
    this.last = Promise.resolve();
    byAddress.set(this.name, this);
    this.box.view = this; // for whoever looks at the page with the browser's own tools
  }

  /* Scenes are drawn one after another, the newest alone where several wait. */
  draw(data) {
    this.next = data;
    if (this.overtake) { this.overtake(); }
    this.overtaken = new Promise((done) => { this.overtake = done; });
    this.last = this.last.catch(() => null).then(() => {
      if (this.next !== data) { return undefined; }
      return this.put(data);
    });
  }

  async put(data) {
    if (!this.box.isConnected) { await this.enter(data); }
    this.box.style.height = data.height + "px";
    if (!hasWebGl()) { furniture.picture(this.box, data); return; }
    if (!this.map) { await this.start(data); }
    this.data = data;
    await scene.pictures(this.map, data.icons);
    scene.fill(this.map, data);
    furniture.dress(this, data, scene);
    this.look(data);
    edit.arm(this, data);
    // The firms of a run that was overtaken may never come: the next scene must not wait for them.
    const entry = wanted(data.block), made = await Promise.race([entry.ready, this.overtaken]);
    if (!made) { return; }
    this.block = made;
    this.marks = data.firms.marks ? block.bits(data.firms.marks) : null;
    this.drawn += 1;
    scene.firms(this.map, `xuanzhi://${this.name}/${this.drawn}/{z}/{x}/{y}`, data.firms.looks);
    scene.show(this);
    this.box.dataset.scene = String(this.drawn);
    this.map.once("idle", entry.see);
  }

  async enter(data) {
    const sheets = ["/vendor/maplibre-gl/maplibre-gl.css", "/map/gl/gl.css"].map((name) => {
      const link = furniture.element("link");
      link.rel = "stylesheet";
      link.href = data.base + name + version;
      return [link, new Promise((done) => { link.onload = done; link.onerror = done; })];
    });
    this.root.append(...sheets.map(([link]) => link), this.box);
    await Promise.all(sheets.map(([, loaded]) => loaded));
  }

  async start(data) {
    const gl = await maplibre(data.base);
    this.map = placed(gl, this.box, data.locale);
    this.map.addControl(new gl.NavigationControl({ showCompass: false }), "top-left");
    this.map.addControl(new gl.ScaleControl({ maxWidth: 140 }), "bottom-left");
    this.map.addControl(new gl.AttributionControl({
      compact: false, customAttribution: ["MapLibre", ...data.credits]
    }), "bottom-right");
    this.reach();
    if (!this.map.isStyleLoaded()) { await this.map.once("load"); }
  }

  /* By pointer and by keyboard. */
  reach() {
    const words = (k) => block.words(this.block, k);
    this.aim = aim.aim(this, furniture.element);
    this.pointed = (box) => scene.pointed(this.map, box);
    keys.listen(this, {
      ...furniture.hover(this, { words, pointed: scene.pointed }),
      aim: this.aim, edit,
      nearest: (takes) => nearest.nearest(this, scene, takes),
      title: (feature) => furniture.title(this.data, feature, words)
    });
  }

  /* Fit the map to another town; an edit of the same town leaves the view as it is. */
  look(data) {
    const [west, south, east, north] = data.view, old = this.seen;
    const x = (west + east) / 2, y = (south + north) / 2;
    this.seen = data.view;
    if (old && x >= old[0] && x <= old[2] && y >= old[1] && y <= old[3]) { return; }
    this.map.fitBounds([[west, south], [east, north]], { padding: 24, animate: false, maxZoom: 16 });
  }

  end() {
    byAddress.delete(this.name);
    if (this.map) { this.map.remove(); }
  }
}
