// Names of what posts can be, for every part of the screen that shows it.
import type { Abuse, Aim, Field, Kind, Label, Motive, PersonalDataKind, Risk, Sentiment, WordEffect } from '../api/types';
import { t, tCode } from '../i18n';
import { RISKS } from './lists';

export const labelName = (label: Label): string => tCode('labels', label);
export const sentimentName = (sentiment: Sentiment): string => tCode('labels', sentiment);
export const kindName = (kind: Kind): string => tCode('labels', kind);
export const riskName = (risk: Risk): string => tCode('labels', risk);
export const abuseName = (abuse: Abuse): string => (abuse === 'none' ? t('labels.abuse_none') : tCode('labels', abuse));
export const motiveName = (motive: Motive): string => (motive === 'none' ? t('labels.motive_none') : tCode('labels', motive));
export const aimName = (aim: Aim): string => tCode('labels', `aim_${aim}`);
export const fieldName = (field: Field): string => tCode('labels', `field_${field}`);
export const personalDataName = (kind: PersonalDataKind): string => tCode('labels', `data_${kind}`);
export const effectName = (effect: WordEffect): string => tCode('labels', `effect_${effect}`);

const isRisk = (code: string): code is Risk => RISKS.includes(code as Risk);

/** A part of the urgency; many are called as the label that they come from. */
export function urgencyName(code: string): string {
  if (isRisk(code)) return t('inbox.risk', { risk: riskName(code) });
  const name = tCode('labels', `urgency_${code}`);
  return name === `urgency_${code}` ? tCode('labels', code) : name;
}
