// The English dictionary, by area: the source of the keys. Here what the frame and the inbox say; what only pages say is in `pages.ts`.
import actions from './actions';
import author from './author';
import caseView from './case';
import common from './common';
import composer from './composer';
import errors from './errors';
import inbox from './inbox';
import labels from './labels';
import networks from './networks';
import shell from './shell';

import type { Shape } from '../types';
import type { EnglishPages } from './pages';

const en = { actions, author, case: caseView, common, composer, errors, inbox, labels, networks, shell };

export type English = typeof en & EnglishPages;
export type Frame = { readonly [Area in keyof typeof en]: Shape<(typeof en)[Area]> };
export type Dictionary = { readonly [Area in keyof English]: Shape<English[Area]> };
export default en as Frame;
