// The dictionary of one language, by area.
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

import type { Frame } from '../en';

const ko: Frame = { actions, author, case: caseView, common, composer, errors, inbox, labels, networks, shell };

export default ko;
