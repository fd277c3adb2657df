// What only pages say. Fetched with the first page that is opened, so that the inbox does not wait for it.
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

import type { Shape } from '../types';

const pages = { alerts, channels, connect, entry, forms, handoff, imports, me, monitors, mutes, paste, people, quarantine, query, settings, setup, share, understanding, variants };

export type EnglishPages = typeof pages;
export type Pages = { readonly [Area in keyof EnglishPages]: Shape<EnglishPages[Area]> };
export default pages as Pages;
