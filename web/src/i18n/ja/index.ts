// The dictionary of one language, by area.
import actions from './actions';
import author from './author';
import caseView from './case';
import common from './common';
import composer from './composer';
import errors from './errors';
import inbox from './inbox';
import networks from './networks';
import shell from './shell';
import channels from './channels';
import entry from './entry';
import forms from './forms';
import imports from './imports';
import me from './me';
import monitors from './monitors';
import people from './people';
import quarantine from './quarantine';
import settings from './settings';
import setup from './setup';

import type { Dictionary } from '../en';

const ja: Dictionary = { actions, author, case: caseView, common, composer, errors, inbox, networks, shell, channels, entry, forms, imports, me, monitors, people, quarantine, settings, setup };

export default ja;
