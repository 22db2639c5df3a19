/* Cuts a vector tile out of a block, in the browser: no server is asked on pan and zoom.
 *
 * A town of a few firms is drawn firm by firm. Of many firms those that share a cell of a few
 * pixels are added up, so that no firm is lost and every sum is exact; a firm alone in its cell
 * stays itself. The rule is one for all tiles of a zoom: no seam shows where tiles meet. Written as
 * Mapbox vector tiles, version 2.
 */
const EXTENT = 4096;
const MOST = 2500; // firms that are shown one by one
const NEAR = 17; // zoom from which firms are shown one by one in any town
const CELLS = 64; // cells across a tile, 8 pixels each

/* Firms lo..hi-1 of the block lie in the tile: four quarters a level, two halvings a quarter. */
export function range(block, z, x, y) {
  let lo = 0, hi = block.n;
  for (let level = 0; level < z && lo < hi; level++) {
    const shift = 31 - level, want = z - 1 - level;
    const quarter = 2 * ((y >> want) & 1) + ((x >> want) & 1);
    const of = (k) => 2 * ((block.y[k] >>> shift) & 1) + ((block.x[k] >>> shift) & 1);
    const from = first(lo, hi, (k) => of(k) >= quarter);
    hi = first(from, hi, (k) => of(k) > quarter);
    lo = from;
  }
  return [lo, hi];
}

function first(lo, hi, holds) {
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if (holds(middle)) { hi = middle; } else { lo = middle + 1; }
  }
  return lo;
}

/* kind(k) is 0 or 1: the layer a firm belongs to; small(k) whether it is a small unionised one. */
export function tile(block, z, x, y, kind, small) {
  const [lo, hi] = range(block, z, x, y);
  const tile = writer();
  // Unsigned numbers: a whole turn is 2^32, and a shift by 32 is a shift by nothing.
  const scale = EXTENT * 2 ** z / 2 ** 32, left = x * EXTENT, top = y * EXTENT;
  const place = (px, py) => [Math.floor(px * scale - left), Math.floor(py * scale - top)];
  const one = (k) => ({ k: kind(k), s: small(k), n: 1, w: block.weight[k], i: k });
  if (block.n <= MOST || (z >= NEAR && hi - lo <= MOST)) {
    for (let k = lo; k < hi; k++) { tile.point(place(block.x[k], block.y[k]), one(k)); }
  } else {
    for (const sum of sums(block, lo, hi, { scale, left, top }, kind)) {
      tile.point(sum.at, sum.n === 1 ? one(sum.last) : { k: sum.kind, s: 0, n: sum.n, w: sum.w });
    }
  }
  return tile.bytes();
}

/* No list is made for a firm: a million of them would keep the browser busy tidying up. */
function sums(block, lo, hi, { scale, left, top }, kind) {
  const size = 2 * CELLS * CELLS, side = EXTENT / CELLS;
  const n = new Float64Array(size), w = new Float64Array(size);
  const sx = new Float64Array(size), sy = new Float64Array(size), last = new Uint32Array(size);
  for (let k = lo; k < hi; k++) {
    const px = Math.floor(block.x[k] * scale - left), py = Math.floor(block.y[k] * scale - top);
    const cell = 2 * (Math.floor(py / side) * CELLS + Math.floor(px / side)) + kind(k);
    n[cell] += 1; w[cell] += block.weight[k]; sx[cell] += px; sy[cell] += py; last[cell] = k;
  }
  const found = [];
  for (let c = 0; c < size; c++) {
    if (n[c]) {
      const at = [Math.round(sx[c] / n[c]), Math.round(sy[c] / n[c])];
      found.push({ at, kind: c & 1, n: n[c], w: w[c], last: last[c] });
    }
  }
  return found;
}

/* ---- the vector tile format: one layer "firms" of points ---- */
const KEYS = ["k", "s", "n", "w", "i"];

function writer() {
  const features = bytesOf(), values = new Map();
  function point(at, own) {
    const tags = bytesOf();
    KEYS.forEach((key, number) => {
      if (own[key] === undefined) { return; }
      if (!values.has(own[key])) { values.set(own[key], values.size); }
      tags.varint(number); tags.varint(values.get(own[key]));
    });
    const shape = bytesOf();
    shape.varint(9); shape.varint(zigzag(at[0])); shape.varint(zigzag(at[1]));
    const feature = bytesOf();
    feature.part(2, tags); feature.varint(24); feature.varint(1); feature.part(4, shape);
    features.part(2, feature);
  }
  function bytes() {
    const layer = bytesOf(), tile = bytesOf();
    layer.varint(120); layer.varint(2); layer.text(1, "firms"); layer.append(features);
    KEYS.forEach((key) => layer.text(3, key));
    for (const value of values.keys()) {
      const one = bytesOf();
      one.varint(40); one.varint(value); // field 5: a whole number without sign
      layer.part(4, one);
    }
    layer.varint(40); layer.varint(EXTENT);
    tile.part(3, layer);
    return tile.done();
  }
  return { point, bytes };
}

const zigzag = (v) => (v < 0 ? -2 * v - 1 : 2 * v);

function bytesOf() {
  let room = new Uint8Array(64), used = 0;
  function need(more) {
    if (used + more <= room.length) { return; }
    const larger = new Uint8Array(Math.max(2 * room.length, used + more));
    larger.set(room.subarray(0, used));
    room = larger;
  }
  const self = {
    varint(value) {
      need(10);
      while (value >= 128) { room[used++] = (value % 128) | 128; value = Math.floor(value / 128); }
      room[used++] = value;
    },
    append(other) { const more = other.done(); need(more.length); room.set(more, used); used += more.length; },
    part(field, other) { const more = other.done(); self.varint(8 * field + 2); self.varint(more.length); self.append(other); },
    text(field, said) {
      const more = new TextEncoder().encode(said);
      self.varint(8 * field + 2); self.varint(more.length); need(more.length);
      room.set(more, used); used += more.length;
    },
    done() { return room.subarray(0, used); }
  };
  return self;
}
