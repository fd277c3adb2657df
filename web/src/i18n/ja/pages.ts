// What only pages say.
import alerts from './alerts';
import channels from './channels';
import connect from './connect';
import entry from './entry';
import forms from './forms';
import handoff from './handoff';
import imports from './imports';
import me from './me';
import monitors from './monitors';
import mutes from './mutes';
import paste from './paste';
import people from './people';
import quarantine from './quarantine';
import query from './query';
import settings from './settings';
import setup from './setup';
import share from './share';
import understanding from './understanding';
import variants from './variants';

import type { Pages } from '../en/pages';

const pages: Pages = { alerts, channels, connect, entry, forms, handoff, imports, me, monitors, mutes, paste, people, quarantine, query, settings, setup, share, understanding, variants };

export default pages;
