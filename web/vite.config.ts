// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import Components from 'unplugin-vue-components/vite';
import { defineConfig } from 'vitest/config';

// PLUMBLINE_SERVER=http://127.0.0.1:8080 npm run dev: the page of this folder, the data of a running program.
export default defineConfig(() => {
  const server = process.env['PLUMBLINE_SERVER'];
  const plugins = [
    vue(),
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ];
  return {
    plugins,
    resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
    server: { host: '127.0.0.1', ...(server === undefined ? {} : { proxy: { '/api': server, '/healthz': server } }) },
    // Offices run browsers of the Chrome 90 class; what those lack is in src/polyfills.ts.
    build: { target: ['chrome87'], cssTarget: ['chrome87'], assetsInlineLimit: 0, reportCompressedSize: false },
    test: {
      environment: 'happy-dom',
      include: ['src/**/*.test.ts'],
      server: { deps: { inline: ['element-plus'] } },
    },
  };
});
