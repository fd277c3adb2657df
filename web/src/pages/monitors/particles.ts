// Korean particles follow the sound of the word before them. The dictionaries write both forms, `{term}[이|가]`; this chooses one.

type Ending = 'none' | 'consonant' | 'rieul';

/** How letters and digits end when a Korean reads them out; a word in `r` ends in a vowel (`or`, 오어), the letter alone does not (알). */
const SPOKEN: Record<string, Ending> = { l: 'rieul', m: 'consonant', n: 'consonant', 0: 'consonant', 1: 'rieul', 3: 'consonant', 6: 'consonant', 7: 'rieul', 8: 'rieul', ん: 'consonant', ン: 'consonant' };

export function endingOf(text: string): Ending {
  const last = [...text.normalize('NFC').toLowerCase()].findLast((character) => /[\p{L}\p{N}]/u.test(character)) ?? '';
  if (/^[가-힣]$/u.test(last)) {
    const final = (last.charCodeAt(0) - 0xac00) % 28;
    return final === 0 ? 'none' : final === 8 ? 'rieul' : 'consonant';
  }
  if (/^[ㄱ-ㅎ]$/u.test(last)) return last === 'ㄹ' ? 'rieul' : 'consonant';
  if (last === 'r') return /[a-z]r[^a-z]*$/iu.test(text) ? 'none' : 'rieul';
  return SPOKEN[last] ?? 'none';
}

/** `아크메[이|가]` → `아크메가`; `길[으로|로]` → `길로`. The first form follows a consonant. */
export function withParticles(text: string): string {
  return text.replace(/\[([^|\]]+)\|([^\]]+)\]/gu, (_, afterConsonant: string, afterVowel: string, at: number) => {
    const ending = endingOf(text.slice(0, at));
    if (ending === 'rieul' && afterConsonant === '으로') return afterVowel;
    return ending === 'none' ? afterVowel : afterConsonant;
  });
}
