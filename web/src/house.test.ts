// SPDX-License-Identifier: Apache-2.0
// The rules of this folder that a compiler does not see.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messages } from './app/i18n';

const root = join(process.cwd(), 'src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('schema.d.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(root, name), 'utf8') }));
const sources = files.filter((file) => !file.name.endsWith('.test.ts'));

function flat(tree: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of flat(value as object, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}
const zh = flat(messages['zh-CN']);
const en = flat(messages.en);

describe('words', () => {
  it('are the same keys in both languages', () => {
    expect([...en.keys()]).toEqual([...zh.keys()]);
  });
  it('have the same places to fill in', () => {
    const places = (text: string | undefined): string[] => (text?.match(/\{\w+\}/g) ?? []).sort();
    for (const [key, text] of zh) expect(places(en.get(key)), key).toEqual(places(text));
  });
  it('are all there that the pages ask for', () => {
    const missing = sources.flatMap((file) => [...file.text.matchAll(/\bt\(\s*'([a-z_.\d]+)'/g)].map((match) => match[1] as string).filter((key) => !zh.has(key)).map((key) => `${file.name}: ${key}`));
    expect(missing).toEqual([]);
  });
  it('stand in the locale files, not in the code', () => {
    const spoken = sources.flatMap((file) => file.text.split('\n')
      .filter((line) => /[\u4e00-\u9fff]/.test(line) && !/^\s*(\/\/|\/?\*|<!--)/.test(line))
      .map((line) => `${file.name}: ${line.trim()}`));
    // The calendar words of a Chinese date are a format, not a message.
    expect(spoken.filter((line) => !line.startsWith('domain/words.ts'))).toEqual([]);
  });
});

describe('folders', () => {
  const imports = (text: string): string[] => [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1] as string);
  const layer = (name: string): string => name.split('/')[0] as string;
  const target = (file: string, from: string): string => (from.startsWith('@/') ? from.slice(2) : from.startsWith('.') ? relative(root, join(root, file, '..', from)).replaceAll('\\', '/') : '');
  const forbidden: Record<string, string[]> = {
    ui: ['api', 'modules', 'app', 'domain', 'stores'],
    composables: ['api', 'modules', 'app', 'domain', 'stores'],
    api: ['modules', 'app', 'domain', 'ui', 'composables', 'stores'],
    domain: ['modules', 'app'],
    stores: ['modules', 'app', 'ui'],
  };
  it('only look where they may', () => {
    const wrong = sources.flatMap((file) => imports(file.text).map((from) => target(file.name, from)).filter((to) => {
      if (to === '') return false;
      if (forbidden[layer(file.name)]?.includes(layer(to))) return true;
      const own = /^modules\/(\w+)/.exec(file.name)?.[1];
      const other = /^modules\/(\w+)/.exec(to)?.[1];
      return own !== undefined && ((other !== undefined && other !== own) || (layer(to) === 'app' && to !== 'app/module'));
    }).map((to) => `${file.name} → ${to}`));
    expect(wrong).toEqual([]);
  });
  it('hold short files that name their licence', () => {
    for (const file of files) {
      expect(file.text.split('\n').length, file.name).toBeLessThan(250);
      expect(file.text.split('\n')[0], file.name).toContain('SPDX-License-Identifier: Apache-2.0');
    }
  });
  it('have no style attributes, which the security policy would refuse', () => {
    expect(sources.filter((file) => /\sstyle="|<style/.test(file.text)).map((file) => file.name)).toEqual([]);
  });
});
