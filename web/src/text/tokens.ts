// What Mastodon counts by rules of its own: an address counts the same however long it is, and of `@user@host` only `@user`. The same
// rules, with the same cautions, as `crates/respond/src/tokens.rs`.

const SCHEME = /https?:\/\//giu;
const LABELS = /^[\p{Alphabetic}\p{N}_.-]+/u;
const PORT = /^:\d+/;
const ENDS_ADDRESS = /[\s<>"「」『』（）。、]/u;
const MENTION = /(?<![\p{Alphabetic}\p{N}_=/])@(?<user>[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?/gu;

interface Address {
  start: number;
  end: number;
  units: number;
}

const codePoints = (text: string) => Array.from(text).length;

export function countMastodon(text: string, unitsPerUrl: number): number {
  let units = 0;
  let at = 0;
  for (const address of addresses(text, unitsPerUrl)) {
    units += countWords(text.slice(at, address.start)) + address.units;
    at = address.end;
  }
  return units + countWords(text.slice(at));
}

function countWords(text: string): number {
  let units = codePoints(text);
  for (const found of text.matchAll(MENTION)) units -= found[0].length - (found.groups?.['user']?.length ?? 0) - 1;
  return units;
}

function addresses(text: string, unitsPerUrl: number): Address[] {
  const found: Address[] = [];
  let end = 0;
  for (const { index, 0: scheme } of text.matchAll(SCHEME)) {
    if (index < end) continue;
    const host = hostOf(text.slice(index + scheme.length));
    if (host === '') continue;
    end = index + scheme.length + host.length;
    end += PORT.exec(text.slice(end))?.[0].length ?? 0;
    end += pathLength(text.slice(end));
    const joined = /[A-Za-z0-9@$#]$/.test(text.slice(0, index));
    const certain = /.\.[A-Za-z]{2,}$/u.test(host) && !joined;
    found.push({ start: index, end, units: certain ? unitsPerUrl : Math.max(unitsPerUrl, codePoints(text.slice(index, end))) });
  }
  return found;
}

/** Letters of another script end the last label: a Korean particle is no part of it. */
function hostOf(text: string): string {
  const labels = (LABELS.exec(text)?.[0] ?? '').replace(/[._-]+$/, '');
  const last = labels.lastIndexOf('.') + 1;
  // oxlint-disable-next-line no-control-regex -- the range is the point
  const ascii = labels.slice(last).search(/[^\x00-\x7f]/u);
  return ascii > 0 ? labels.slice(0, last + ascii) : labels;
}

function pathLength(text: string): number {
  if (!/^[/?#]/.test(text)) return 0;
  let depth = 0;
  let end = 0;
  for (const character of text) {
    if (ENDS_ADDRESS.test(character) || (character === ')' && depth === 0)) break;
    if (character === '(') depth++;
    if (character === ')') depth--;
    end += character.length;
  }
  return text.slice(0, end).replace(/[.,:;!?'*~…]+$/u, '').length;
}
