/* A block: all firms of a study in one piece of memory, as geo/draw/tiles/block.py writes it.
 *
 * Two messages of little-endian numbers of 32 bits. The first: a mark, firms, then x, y and workers
 * (n each), then n bits "small unionised firm" in whole words. The second, which may come later: a
 * mark, groups of words, firms in a group, where each group begins (groups + 1), then the groups,
 * each gzipped text: a line for each firm, its name first, a unit separator between its words.
 * Firms stand in the order of a Z curve, so that those of one tile are neighbours.
 */
const NUMBERS = 0x315a5858; // "XXZ1"
const WORDS = 0x575a5858; // "XXZW"
const KEPT = 24; // groups of words that stay unpacked

/* Numbers of 32 bits one after the other; they must start at a multiple of four. */
function numbersOf(bytes) {
  const whole = bytes.byteOffset % 4 ? bytes.slice() : bytes;
  let next = whole.byteOffset;
  const take = (count) => {
    const part = new Uint32Array(whole.buffer, next, count);
    next += 4 * count;
    return part;
  };
  return { take, rest: () => whole.subarray(next - whole.byteOffset) };
}

/* Looks at the mark alone: a block that starts elsewhere is copied whole before it is read. */
export function isNumbers(bytes) { return numbersOf(bytes.slice(0, 4)).take(1)[0] === NUMBERS; }

/* `told` is a promise of the firms' words. */
export function read(bytes, told) {
  const { take } = numbersOf(bytes);
  const [, n] = take(2);
  return {
    n, x: take(n), y: take(n), weight: take(n), small: take(Math.ceil(n / 32)), told
  };
}

export function readWords(bytes) {
  const { take, rest } = numbersOf(bytes);
  const [mark, groups, group] = take(3);
  if (mark !== WORDS) { throw new Error("not a block of firms"); }
  return { group, starts: take(groups + 1), packed: rest(), unpacked: new Map() };
}

export function bit(words, k) { return (words[k >>> 5] >>> (k & 31)) & 1; }

/* The words of one firm; a group of them is unpacked when it is first asked for. */
export async function words(block, k) {
  const { group, starts, packed, unpacked } = await block.told;
  const g = Math.floor(k / group);
  if (!unpacked.has(g)) {
    if (unpacked.size >= KEPT) { unpacked.delete(unpacked.keys().next().value); }
    unpacked.set(g, unpack(packed.subarray(starts[g], starts[g + 1])));
  }
  return (await unpacked.get(g))[k % group];
}

async function unpack(part) {
  const stream = new Blob([part]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).text()).split("\n").map((line) => line.split("\x1f"));
}

export function bits(text) {
  const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Uint32Array(raw.buffer);
}
