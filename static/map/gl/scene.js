/* Turns a scene of geo/draw/tiles into MapLibre sources and layers.
 *
 * Nothing here writes text on the map: MapLibre would fetch letters from a server. Numbers of
 * proposed homes are part of their pictures.
 */
const EMPTY = { type: "FeatureCollection", features: [] };

const FIRMS = ["firms-0", "firms-1", "small-0", "small-1"];

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

/* What a person can point at, from the top down; a layer that is not there yet is left out. */
export function pointed(map, box) {
  const asked = ["places", ...FIRMS, "density"].filter((id) => map.getLayer(id));
  return map.queryRenderedFeatures(box, { layers: asked });
}

/* Show or hide one line of the switch: firms of a kind, an area layer, a kind of places. */
export function reveal(map, id, shown, hidden) {
  const of = { "firms-0": ["firms-0", "small-0"], "firms-1": ["firms-1", "small-1"],
    catchments: ["catchments", "catchments-edge"], density: ["density"] }[id];
  if (shown) { hidden.delete(id); } else { hidden.add(id); }
  if (of) {
    of.filter((layer) => map.getLayer(layer)).forEach((layer) =>
      map.setLayoutProperty(layer, "visibility", shown ? "visible" : "none"));
  } else {
    map.setFilter("places", ["!", ["in", ["get", "layer"], ["literal", [...hidden]]]]);
  }
}

export function fill(map, scene) {
  const put = (id, features) => map.getSource(id).setData({ type: "FeatureCollection", features });
  put("outline", scene.ground.outline.map((rings) => feature("Polygon", rings.map(flipped))));
  put("streets", scene.ground.streets.length
    ? [feature("MultiLineString", scene.ground.streets.map(flipped))] : []);
  const areas = { density: [], catchments: [] }, places = [];
  scene.layers.forEach((layer, number) => {
    if (layer.kind === "areas") {
      layer.rows.forEach((row) => areas[layer.id].push(feature("Polygon", row[0].map(closed), {
        fill: layer.styles[row[1]].fillColor, opacity: layer.styles[row[1]].fillOpacity, tip: row[2]
      })));
    } else {
      layer.rows.forEach((row, k) => places.push(feature("Point", [row[1], row[0]], {
        icon: row[2], above: row[3], layer: layer.id, number, row: k
      })));
    }
  });
  places.sort((a, b) => a.properties.above - b.properties.above);
  put("density", areas.density); put("catchments", areas.catchments); put("places", places);
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
