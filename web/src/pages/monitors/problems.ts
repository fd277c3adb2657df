// What is wrong with a query, and why boxes cannot show it, in sentences.
import { t, tCode } from '../../i18n';
import type { NotBoxes, Problem } from './types';
import { withParticles } from './particles';

export function problemSentence({ code, about }: Pick<Problem, 'code' | 'about'>): string {
  const key = code === 'query_unanchored' && about !== null ? 'problem_query_unanchored_part' : `problem_${code}`;
  const said = tCode('query', key, { about: about ?? '' });
  return said === key ? t('query.problemOther', { code }) : withParticles(said);
}

export function notBoxesSentence({ code }: NotBoxes): string {
  const said = tCode('query', `notBoxes_${code}`);
  return said === `notBoxes_${code}` ? t('query.notBoxes_other') : said;
}
