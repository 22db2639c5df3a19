/* What stands nearest to the cross-hair, on a map that is only pretended: a pixel is a metre. */
const [, , folder] = process.argv;
const { nearest } = await import(`${folder}/nearest.js`);
class LngLat {
  constructor(lng, lat) { Object.assign(this, { lng, lat }); }
  static convert([lng, lat]) { return new LngLat(lng, lat); }
  distanceTo(other) { return Math.hypot(this.lng - other.lng, this.lat - other.lat); }
}
globalThis.window = { maplibregl: { LngLat } };
const map = {
  getCenter: () => new LngLat(200, 150), project: ({ lng, lat }) => ({ x: lng, y: lat }),
  getContainer: () => ({ clientWidth: 400, clientHeight: 300 })
};
const kinds = { PLACES: ["places"], FIRMS: ["firms-0"], AREAS: ["density"] };

/* Sites and firms by their x, all at the height of the cross-hair; an area lies everywhere or nowhere. */
function told(sites, firms, area, takes) {
  const data = { layers: [{ rows: sites.map((x) => [150, x]) }] };
  const drawn = [
    ...sites.map((x, row) => ({ x, name: `site ${x}`, layer: { id: "places", source: "places" }, properties: { number: 0, row } })),
    ...firms.map((x) => ({ x, name: `firm ${x}`, layer: { id: "firms-0", source: "firms" }, properties: {} }))
  ].map((one) => ({ ...one, geometry: { type: "Point", coordinates: [one.x, 150] } }));
  const field = { name: "area", layer: { id: "density", source: "density" }, properties: {}, geometry: { type: "Polygon" } };
  const pointed = (_map, [[left], [right]], layers) =>
    [...drawn.filter(({ x }) => x >= left && x <= right), ...(area ? [field] : [])].filter(({ layer }) => layers.includes(layer.id));
  const found = nearest({ map, data }, { pointed, ...kinds }, takes);
  console.log(found ? `${found.feature.name} ${found.metres}` : "nothing");
}
told([209, 100], [201], false); // both under the cross-hair: the venue lies above
told([230], [204, 195], false); // firms alone under it: the nearer
told([320, 90], [230], false); // nothing under it: the nearer venue in sight, not a nearer firm
told([500], [230, 160], false); // no venue in sight
told([230], [], true); // an area lies under it
told([], [500], false);
told([203, 260], [202], true, (_view, { name }) => name !== "site 203"); // what cannot be meant
