// What a verdict says of a field, in words.
import { abuseName, kindName, motiveName, riskName, sentimentName } from '../../assessment/names';
import type { Abuse, Field, Kind, Motive, Risk, Sentiment } from '../../api/types';
import { series, t } from '../../i18n';
import type { Value } from './verdicts';

export function valueName(field: Field, value: Value): string {
  if (value === null) return t('understanding.unknown');
  if (value.length === 0) return field === 'kind' ? t('labels.kind_other') : t('labels.risk_none');
  return series(value.map((one) => codeName(field, one)));
}

function codeName(field: Field, code: string): string {
  switch (field) {
    case 'sentiment':
      return sentimentName(code as Sentiment);
    case 'kind':
      return kindName(code as Kind);
    case 'abuse':
      return abuseName(code as Abuse);
    case 'motive':
      return motiveName(code as Motive);
    case 'risk':
      return riskName(code as Risk);
    default:
      return code === 'yes' ? t('common.yes') : t('common.no');
  }
}
