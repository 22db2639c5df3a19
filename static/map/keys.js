/* A Leaflet map by keyboard alone. Leaflet moves and zooms it; here are Enter and small steps.
 *
 * Whoever comes by keyboard sees a frame, a cross-hair in the middle and a line of help. Enter
 * opens the card of what stands nearest; where the page answers clicks, it clicks on the middle.
 */
(function () {
  "use strict";
  var UNDER = 10; // pixels about the cross-hair that count as under it
  var STEP = 10; // pixels, with Shift; Leaflet's own step is 80
  var ASKED = "xuanzhi-asked", PATIENCE_MS = 10000; // until a page that was asked has drawn its map anew
  var STEPS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

  /* spec: asked, keys (the words), of geo/draw/keys.py. */
  window.xuanzhi.keys = function (map, spec) {
    var box = map.getContainer(), said = aim(box, spec.keys), hand = false;
    function shown(is) { box.classList.toggle("xz-keyed", is); }
    box.addEventListener("focus", function () { shown(!hand && box.matches(":focus-visible")); });
    box.addEventListener("blur", function () { shown(false); });
    box.addEventListener("pointerdown", function () {
      hand = true; // Leaflet gives itself the focus on a press, and that looks like a key's
      setTimeout(function () { hand = false; });
      shown(false);
    });
    box.addEventListener("keydown", function (event) {
      if (event.target !== box || event.ctrlKey || event.metaKey || event.altKey) { return; }
      var is = box.classList.contains("xz-keyed"), step = event.shiftKey && STEPS[event.key];
      if (step || event.key === "Enter") {
        event.preventDefault();
        event.stopPropagation();
        if (is && step) { map.panBy(step, { animate: false }); }
        if (is && !step && !event.repeat) { said.textContent = (spec.asked ? ask : tell)(map, spec.keys); }
      }
      if (event.key !== "Tab" && event.key !== "Shift") { shown(true); }
    });
    if (spec.asked && isExpected()) {
      box.focus({ preventScroll: true });
      shown(true);
    }
  };

  /* Such a page puts a new map in the place of the old one, whose focus is lost: whoever
   * asked by keyboard stays on it, unless they went elsewhere meanwhile.
   */
  function isExpected() {
    var since = Date.now() - Number(sessionStorage.getItem(ASKED)), page = window.parent.document;
    sessionStorage.removeItem(ASKED);
    return since < PATIENCE_MS && page.activeElement === page.body;
  }

  function aim(box, words) {
    var made = L.DomUtil.create("div", "xz-aim", box), help = L.DomUtil.create("p", "xz-help", made);
    L.DomUtil.create("div", "xz-cross", made);
    [words.moves, words.enter].forEach(function (line) {
      L.DomUtil.create("span", "", help).textContent = line;
    });
    box.classList.add("xz-aimed");
    help.id = "xz-help-" + L.stamp(help);
    box.setAttribute("aria-describedby", help.id);
    var said = L.DomUtil.create("p", "xz-said", box);
    said.setAttribute("role", "status");
    return said;
  }

  /* What a mouse would click on in the middle of the map, under nothing that lies around it. */
  function ask(map, words) {
    var box = map.getContainer(), edge = box.getBoundingClientRect(), at = map.getSize().divideBy(2);
    var place = { bubbles: true, cancelable: true, view: window, clientX: edge.left + at.x, clientY: edge.top + at.y };
    var there = document.elementFromPoint(place.clientX, place.clientY);
    var isMap = there && box.contains(there) && !there.closest(".leaflet-control, .leaflet-popup");
    sessionStorage.setItem(ASKED, String(Date.now()));
    (isMap ? there : map.getPane("mapPane")).dispatchEvent(new MouseEvent("click", place));
    return words.asked;
  }

  /* Open the card of what lies under the cross-hair, else of the nearest home, else firm, in sight. */
  function tell(map, words) {
    var seen = map.getBounds(), center = map.getCenter(), middle = map.latLngToContainerPoint(center), best = null;
    map.eachLayer(function (layer) {
      if (!layer.getLatLng || !layer.getTooltip || !layer.getTooltip() || !seen.contains(layer.getLatLng())) { return; }
      var pixels = middle.distanceTo(map.latLngToContainerPoint(layer.getLatLng()));
      var rank = (pixels > UNDER ? 2 : 0) + (layer instanceof L.Marker ? 0 : 1);
      if (!best || rank < best.rank || (rank === best.rank && pixels < best.pixels)) {
        best = { layer: layer, rank: rank, pixels: pixels };
      }
    });
    if (!best) { return words.none; }
    var layer = best.layer, metres = map.distance(center, layer.getLatLng());
    if (layer.getPopup()) { layer.openPopup(); } else { layer.openTooltip(); }
    return filled(words.near, { what: read(layer), metres: Math.round(metres).toLocaleString("en-US") });
  }

  /* All that stands on the card: it is not read aloud by itself. */
  function read(layer) {
    var open = layer.getPopup() || layer.getTooltip(), rows = open.getElement().querySelectorAll("b, tr");
    var lines = Array.prototype.map.call(rows, function (row) { return row.innerText.replace(/\s+/g, " ").trim(); });
    return lines.filter(Boolean).join("; ") || open.getElement().innerText;
  }

  /* Names may hold anything: they are put in by a function, so that no sign of theirs is a pattern. */
  function filled(words, given) {
    return words.replace(/\{(what|metres)\}/g, function (_all, name) { return given[name]; });
  }
})();
