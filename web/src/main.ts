// SPDX-License-Identifier: Apache-2.0
import './polyfills';
import './styles/index.css';
import { createApp } from 'vue';
import App from './app/App.vue';
import { i18n } from './app/i18n';
import { router } from './app/router';

createApp(App).use(i18n).use(router).mount('#app');
