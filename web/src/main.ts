import { mount } from 'svelte';
import App from './App.svelte';
import { i18n } from './i18n';
import { theme } from './state/theme.svelte';
import './styles/base.css';

theme.start();
await i18n.start();

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });
