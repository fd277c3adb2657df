// How an answer that is not finished was meant to leave. The draft on the server is its words alone: without this, what somebody began to
// write in private would be a public answer after the page is loaded again.
import type { LetterDraft } from './audience';

export interface Way {
  privately: boolean;
  letter: LetterDraft | null;
}

const keyOf = (caseId: string) => `answerable.way.${caseId}`;

/** For this tab only: an address is nobody else's business. */
export function keepWay(caseId: string, way: Way): void {
  try {
    if (way.privately || way.letter) sessionStorage.setItem(keyOf(caseId), JSON.stringify(way));
    else sessionStorage.removeItem(keyOf(caseId));
  } catch {
    // Without a store (private windows of some browsers) it lasts as long as the page.
  }
}

export function keptWay(caseId: string): Way | null {
  try {
    const way = JSON.parse(sessionStorage.getItem(keyOf(caseId)) ?? 'null') as Way | null;
    return way && { privately: way.privately === true, letter: isLetter(way.letter) ? way.letter : null };
  } catch {
    return null;
  }
}

const isLetter = (letter: unknown): letter is LetterDraft =>
  typeof letter === 'object' && letter !== null && ['to', 'subject', 'channelId'].every((name) => typeof (letter as Record<string, unknown>)[name] === 'string');
