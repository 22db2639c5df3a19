/* The map's own modules, with a page that is only pretended: what comes of messages in any order. */
const [, , folder] = process.argv;
const loads = (element) => { setTimeout(() => element.onload && element.onload()); };
class Box {
  constructor() { Object.assign(this, { style: {}, dataset: {}, classList: { add() {} } }); }
  append(...others) { for (const one of others) { if (one.isConnected === false) { one.isConnected = true; } loads(one); } }
  setAttribute() {} addEventListener() {} replaceChildren() {} remove() {}
  querySelector() { return null; } querySelectorAll() { return []; }
  getContext() { return {}; }
}
Box.prototype.isConnected = false;
const sources = new Map();
let made = 0;
class GlMap {
  constructor() { sources.set(this, new Map()); made += 1; }
  resize() {}
  isStyleLoaded() { return true; } on() {} once() {} off() {} addControl() {} addLayer() {} addImage() {}
  hasImage() { return true; } getLayer() { return null; } setLayoutProperty() {} fitBounds() {} remove() {}
  addSource(id, value) { sources.get(this).set(id, { setData() {}, setTiles() {}, ...value }); }
  getSource(id) {
    if (id !== "firms" && !sources.get(this).has(id)) { this.addSource(id, {}); }
    return sources.get(this).get(id);
  }
  getCanvas() { return new Box(); } getContainer() { return new Box(); }
  touchZoomRotate = { disableRotation() {} };
  keyboard = { disableRotation() {} };
}
globalThis.document = { createElement: () => new Box(), head: new Box() };
const Control = class {};
globalThis.window = { maplibregl: {
  Map: GlMap, NavigationControl: Control, ScaleControl: Control, AttributionControl: Control,
  addProtocol() {}
} };
const map = await import(`${folder}/component.js`);

function message(digest, numbers) {
  const bytes = new Uint8Array(64 + 4 * numbers.length);
  bytes.set(new TextEncoder().encode(digest.padEnd(64)));
  new Uint32Array(bytes.buffer, 64).set(numbers);
  return bytes;
}
const firms = (digest) => message(digest, [0x315a5858, 1, 5, 6, 7, 0]);
const words = (digest) => message(digest, [0x575a5858, 0, 2048, 0]);
const scene = (digest) => ({
  block: digest, base: "", height: 1, view: [0, 0, 1, 1], icons: {}, credits: [], legend: "",
  north: "", words: {}, layers: [], ground: { outline: [], streets: [] },
  firms: { marks: null, looks: [{}, {}], names: ["", ""] }
});
const pause = () => new Promise((done) => { setTimeout(done, 40); });
const roots = new Map();
function root(name) {
  if (!roots.has(name)) {
    roots.set(name, new Box());
    roots.get(name).append = (...all) => {
      for (const one of all) {
        if (one.dataset && one.className === "xz-gl") { roots.get(name).box = one; }
        one.isConnected = true; loads(one);
      }
    };
  }
  return roots.get(name);
}
const send = (name, data) => map.show({ data, parentElement: root(name), key: name, setTriggerValue() {} });
const drawn = (name) => { const { box } = root(name); return box ? box.view.drawn : 0; };

// The firms of a run that was overtaken never come.
send("a", scene("one")); await pause();
send("a", scene("two")); send("f", firms("two")); await pause();
console.log("overtaken", drawn("a"));
// Three towns on one page, and the words of the first after the others.
for (const name of ["b", "c", "d"]) { send(name, scene(`of-${name}`)); send("f", firms(`of-${name}`)); }
await pause();
console.log("three", drawn("b"), drawn("c"), drawn("d"));
for (const name of ["b", "c", "d"]) { send("w", words(`of-${name}`)); }
const told = await Promise.race([root("b").box.view.block.told, pause().then(() => null)]);
console.log("words", told && told.group);

/* A map that will be wanted soon: the program is fetched once, its workers are started, no more. */
let started = 0, fetched = 0;
window.maplibregl.prewarm = () => { started += 1; };
const append = globalThis.document.head.append;
globalThis.document.head.append = (...all) => { fetched += 1; append.call(globalThis.document.head, ...all); };
map.show({ data: { ready: "/static" }, parentElement: root("soon"), key: "soon", setTriggerValue() {} });
map.show({ data: { ready: "/static" }, parentElement: root("soon"), key: "soon", setTriggerValue() {} });
await new Promise((done) => { setTimeout(done, 600); });
console.log("soon", started > 0, fetched <= 1, root("soon").box === undefined);

/* A map made ahead is the one that is drawn on, once, and only in the language it speaks. */
globalThis.document.body = new Box();
for (const [place, locale] of [["same", { word: "a" }], ["other", { word: "b" }]]) {
  const page = await import(`${folder}/component.js?${place}`);
  const put = (name, data) => page.show({ data, parentElement: root(name), key: name, setTriggerValue() {} });
  made = 0;
  put("ready", { ready: "/static", locale: { word: "a" } });
  await new Promise((done) => { setTimeout(done, 300); });
  const ahead = made;
  put(place, { ...scene("town"), locale }); put("f", firms("town")); await pause();
  console.log("ahead", ahead, made, drawn(place));
}
