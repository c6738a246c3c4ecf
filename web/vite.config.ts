// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import type { PluginOption } from 'vite';
import { defineConfig } from 'vitest/config';
import { mockServer } from './dev/mock';

// PLUMBLINE_SERVER=http://127.0.0.1:8080 npm run dev: the page of this folder, the data of a running program.
// Without it the data is that of dev/mock.ts.
export default defineConfig(({ command }) => {
  const server = process.env['PLUMBLINE_SERVER'];
  const plugins: PluginOption[] = [
    vue(),
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ];
  if (command === 'serve' && server === undefined) plugins.push(mockServer());
  return {
    plugins,
    resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
    server: { host: '127.0.0.1', ...(server === undefined ? {} : { proxy: { '/api': server, '/healthz': server } }) },
    // Offices run browsers of the Chrome 90 class; what those lack is in src/polyfills.ts.
    build: { target: ['chrome87'], cssTarget: ['chrome87'], assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 600 /* the charts, fetched with the first one */ },
    test: {
      environment: 'happy-dom',
      include: ['src/**/*.test.ts'],
      server: { deps: { inline: ['element-plus'] } },
    },
  };
});
