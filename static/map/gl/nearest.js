/* What a key means on a map: the thing nearest to the cross-hair in the middle.
 *
 * What lies under the cross-hair is taken as under a pointer. Where nothing does, the nearest venue
 * or home that is seen is; where there is none, the nearest firm.
 */
const UNDER = 10; // pixels about the cross-hair

/* `takes` leaves out what cannot be meant; null where nothing is seen. */
export function nearest(view, { pointed, PLACES, FIRMS, AREAS }, takes = () => true) {
  const { map, data } = view;
  const center = map.getCenter(), { x, y } = map.project(center);
  const { clientWidth, clientHeight } = map.getContainer();
  const under = [[x - UNDER, y - UNDER], [x + UNDER, y + UNDER]], seen = [[0, 0], [clientWidth, clientHeight]];
  for (const [box, layers] of [[under, PLACES], [under, FIRMS], [under, AREAS], [seen, PLACES], [seen, FIRMS]]) {
    const [first] = pointed(map, box, layers).filter((feature) => takes(view, feature))
      .map((feature) => ({ feature, at: place(data, feature, center) }))
      .map((one) => ({ ...one, metres: center.distanceTo(one.at) }))
      .sort((a, b) => a.metres - b.metres);
    if (first) { return first; }
  }
  return null;
}

/* Where a thing stands: a venue by its row, which is exact; an area wherever one looks at it. */
function place(data, { layer, properties, geometry }, center) {
  const { LngLat } = window.maplibregl;
  if (layer.source === "places") {
    const [lat, lon] = data.layers[properties.number].rows[properties.row];
    return new LngLat(lon, lat);
  }
  return geometry.type === "Point" ? LngLat.convert(geometry.coordinates) : center;
}
