// The server counts in UTF-8 bytes, the browser in UTF-16 units. This is the only place that turns one into the other.

/** The UTF-16 index of each byte offset. An offset inside a character moves back to its start; one behind the end becomes the end. */
export function utf16Offsets(text: string, byteOffsets: readonly number[]): number[] {
  const order = byteOffsets.map((offset, index) => ({ offset, index })).sort((a, b) => a.offset - b.offset);
  const found = Array.from<number>({ length: byteOffsets.length }).fill(text.length);
  let byte = 0;
  let unit = 0;
  let next = 0;
  for (const character of text) {
    const bytes = utf8Length(character.codePointAt(0) ?? 0);
    while (next < order.length && (order[next]?.offset ?? 0) < byte + bytes) found[order[next++]?.index ?? 0] = unit;
    byte += bytes;
    unit += character.length;
    if (next === order.length) break;
  }
  return found;
}

function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += utf8Length(character.codePointAt(0) ?? 0);
  return bytes;
}
