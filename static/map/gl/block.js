/* A block: all firms of a study in one piece of memory, as geo/draw/tiles/block.py writes it.
 *
 * Little-endian. Five numbers of 32 bits (mark, firms, firms in a group of words, groups of words,
 * 0), then x, y and workers (n numbers of 32 bits each), then where each group of words begins
 * (groups + 1 numbers), then n bits "small unionised firm" in whole words, then the groups, each
 * gzipped text: a line for each firm, its name first, a unit separator between its words. Firms
 * stand in the order of a Z curve, so that those of one tile are neighbours.
 */
const MARK = 0x315a5858; // "XXZ1"
const KEPT = 24; // groups of words that stay unpacked

export function read(bytes) {
  // Numbers of 32 bits must start at a multiple of four; a message need not.
  const whole = bytes.byteOffset % 4 ? bytes.slice() : bytes;
  const at = whole.byteOffset;
  const [mark, n, group, groups] = new Uint32Array(whole.buffer, at, 5);
  if (mark !== MARK) { throw new Error("not a block of firms"); }
  let next = at + 20;
  const numbers = (count) => {
    const part = new Uint32Array(whole.buffer, next, count);
    next += 4 * count;
    return part;
  };
  const block = {
    n, group, x: numbers(n), y: numbers(n), weight: numbers(n),
    starts: numbers(groups + 1), small: numbers(Math.ceil(n / 32)), words: new Map()
  };
  block.packed = whole.subarray(next - at);
  return block;
}

export function bit(words, k) { return (words[k >>> 5] >>> (k & 31)) & 1; }

/* The words of one firm; a group of them is unpacked when it is first asked for. */
export async function words(block, k) {
  const g = Math.floor(k / block.group);
  if (!block.words.has(g)) {
    if (block.words.size >= KEPT) { block.words.delete(block.words.keys().next().value); }
    block.words.set(g, unpack(block.packed.subarray(block.starts[g], block.starts[g + 1])));
  }
  return (await block.words.get(g))[k % block.group];
}

async function unpack(part) {
  const stream = new Blob([part]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).text()).split("\n").map((line) => line.split("\x1f"));
}

export function bits(text) {
  const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Uint32Array(raw.buffer);
}
