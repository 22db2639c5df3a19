/* Turns a scene of geo/draw/tiles into MapLibre sources and layers.
 *
 * Nothing here writes text on the map: MapLibre would fetch letters from a server. Numbers of
 * proposed homes are part of their pictures.
 */
const EMPTY = { type: "FeatureCollection", features: [] };

/* What a person can point at. */
export const PLACES = ["places"], AREAS = ["density"];
export const FIRMS = ["firms-0", "firms-1", "small-0", "small-1"];

/* The sources and layers that every map has, from the bottom up. */
export function style() {
  const data = (id) => [id, { type: "geojson", data: EMPTY, tolerance: 0.2 }];
  const names = ["outline", "streets", "density", "catchments", "places"];
  const area = (id, look) => ({ id, type: "fill", source: id, paint: look });
  const line = (id, source, look) => ({ id, type: "line", source, paint: look });
  return {
    version: 8,
    sources: Object.fromEntries(names.map(data)),
    layers: [
      { id: "ground", type: "background", paint: { "background-color": "#f1f1ee" } },
      area("outline", { "fill-color": "#ffffff" }),
      line("outline-edge", "outline", { "line-color": "#8a8a86", "line-width": 1.6, "line-dasharray": [4, 3] }),
      line("streets", "streets", { "line-color": "#cbcbc5", "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.4, 14, 1.4] }),
      area("catchments", { "fill-color": ["get", "fill"], "fill-opacity": ["get", "opacity"] }),
      line("catchments-edge", "catchments", { "line-color": ["get", "fill"], "line-width": 1.2, "line-opacity": 0.85 }),
      area("density", { "fill-color": ["get", "fill"], "fill-opacity": ["get", "opacity"] }),
      {
        id: "places", type: "symbol", source: "places",
        layout: {
          "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true,
          "symbol-sort-key": ["get", "above"], "symbol-z-order": "source"
        }
      }
    ]
  };
}

/* Put the firms of a block under the homes; kind 0 is covered (or simply a firm), 1 is not. */
export function firms(map, address, looks) {
  if (map.getSource("firms")) { map.getSource("firms").setTiles([address]); return; }
  map.addSource("firms", { type: "vector", tiles: [address], minzoom: 0, maxzoom: 18 });
  const size = ["interpolate", ["linear"], ["zoom"],
    8, ["interpolate", ["linear"], ["ln", ["get", "n"]], 0, 1.7, 7, 3.8],
    13, ["interpolate", ["linear"], ["ln", ["max", ["get", "w"], 1]], 0, 2.6, 9, 5],
    17, ["interpolate", ["linear"], ["ln", ["max", ["get", "w"], 1]], 0, 4.5, 9, 12]];
  [1, 0].forEach((kind) => {
    const common = { source: "firms", "source-layer": "firms" };
    const of = (small) => ["all", ["==", ["get", "k"], kind], ["==", ["get", "s"], small]];
    const look = looks[kind];
    map.addLayer({
      ...common, id: "firms-" + kind, type: "circle", filter: of(0),
      paint: {
        "circle-radius": size, "circle-color": look.fillColor, "circle-opacity": look.fillOpacity,
        "circle-stroke-color": look.color, "circle-stroke-width": look.weight
      }
    }, "places");
    map.addLayer({
      ...common, id: "small-" + kind, type: "symbol", filter: of(1),
      layout: {
        "icon-image": look.small, "icon-allow-overlap": true, "icon-ignore-placement": true,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.45, 13, 0.62, 17, 1.15]
      }
    }, "places");
  });
}

/* What is drawn in a box, from the top down; a layer that is not there yet is left out. */
export function pointed(map, box, layers = [...PLACES, ...FIRMS, ...AREAS]) {
  return map.queryRenderedFeatures(box, { layers: layers.filter((id) => map.getLayer(id)) });
}

/* The lines of the switch: firms of each kind, then the other layers. */
export function lines(scene) {
  const firms = scene.firms.names.map((name, k) => ({ id: "firms-" + k, name, show: true }));
  return [...firms, ...scene.layers];
}

const SWITCHED = {
  "firms-0": ["firms-0", "small-0"], "firms-1": ["firms-1", "small-1"],
  catchments: ["catchments", "catchments-edge"], density: ["density"]
};

/* Show or hide one line of the switch. Places are not filtered on the map but drawn anew: a filter
 * that changes while their data do leaves MapLibre 5.24 with features it cannot name.
 */
export function reveal(view, id, shown) {
  view.hidden[shown ? "delete" : "add"](id);
  show(view);
}

export function show({ map, data, hidden }) {
  for (const [id, layers] of Object.entries(SWITCHED)) {
    layers.filter((layer) => map.getLayer(layer)).forEach((layer) =>
      map.setLayoutProperty(layer, "visibility", hidden.has(id) ? "none" : "visible"));
  }
  places(map, data, hidden);
}

const put = (map, id, features) => map.getSource(id).setData({ type: "FeatureCollection", features });

export function fill(map, scene) {
  put(map, "outline", scene.ground.outline.map((rings) => feature("Polygon", rings.map(flipped))));
  put(map, "streets", scene.ground.streets.length
    ? [feature("MultiLineString", scene.ground.streets.map(flipped))] : []);
  for (const id of ["density", "catchments"]) {
    const layer = scene.layers.find((one) => one.id === id) || { rows: [] };
    put(map, id, layer.rows.map((row) => feature("Polygon", row[0].map(closed), {
      fill: layer.styles[row[1]].fillColor, opacity: layer.styles[row[1]].fillOpacity, tip: row[2]
    })));
  }
}

/* Homes and venues, those that are shown. */
function places(map, scene, hidden) {
  const shown = [];
  scene.layers.forEach((layer, number) => {
    if (layer.kind === "areas" || hidden.has(layer.id)) { return; }
    layer.rows.forEach((row, k) => shown.push(feature("Point", [row[1], row[0]], {
      icon: row[2], above: row[3], number, row: k
    })));
  });
  shown.sort((a, b) => a.properties.above - b.properties.above);
  put(map, "places", shown);
}

const feature = (type, coordinates, properties) =>
  ({ type: "Feature", properties: properties || {}, geometry: { type, coordinates } });
const flipped = (line) => line.map(([lat, lon]) => [lon, lat]);
const closed = (ring) => { const line = flipped(ring); line.push(line[0]); return line; };

/* Our own pictures, drawn twice as large as they stand so that they stay sharp. */
export function pictures(map, icons) {
  return Promise.all(Object.entries(icons).map(([name, svg]) => new Promise((done) => {
    if (map.hasImage(name)) { done(); return; }
    const picture = new Image();
    picture.onload = () => {
      if (!map.hasImage(name)) { map.addImage(name, picture, { pixelRatio: 2 }); }
      done();
    };
    picture.onerror = done;
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  })));
}
