// What only pages say.
import alerts from './alerts';
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

import type { Pages } from '../en/pages';

const pages: Pages = { alerts, channels, entry, forms, imports, me, monitors, people, quarantine, settings, setup };

export default pages;
