// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { createI18n } from 'vue-i18n';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';
import { findingWords } from './findings';

// As the program sends them (see Finding in the report module).
const found: Record<string, Record<string, string>> = {
  figure_differs: { name: '规范性文件', written: '13件', known: '12件', line: '2', text: '公布规范性文件13件' },
  shortfalls_empty: { title: '存在的不足' },
  repeated: { title: '举措', percent: '62', text: '一是健全制度' },
  date_passed: { text: '2026年6月底前', on: '2026-06-30', line: '1' },
  chapter_missing: { title: '举措' },
  too_short: { title: '举措', characters: '12', characters_min: '300' },
  bare_heading: { title: '举措', heading: '（一）健全制度' },
  part_missing: { unit: 'dz', name: '渡口镇', state: '已下达', record_id: 'x' },
  part_unmerged: { unit: 'dz', name: '渡口镇', state: '已采用', record_id: 'x' },
  unknown_figure: { figure: 'a|unit=zz', reason: 'unit', name: 'zz' },
  bad_text: { line: '3', reason: 'placeholder', text: 'XX件' },
  figure_not_applicable: { count: '2', titles: '甲率、乙率' },
};

for (const [language, messages] of [['zh-CN', zh], ['en', en]] as const) {
  const i18n = createI18n({ legacy: false, locale: language, messages: { [language]: { reports: messages } } });
  const words = (id: string, named: Record<string, string>): string => findingWords(i18n.global.t, { id, blocks: false, chapter: '', arguments: named });

  it(`says every finding with all it needs (${language})`, () => {
    expect(Object.keys(messages.finding).sort()).toEqual(Object.keys(found).sort());
    for (const [id, named] of Object.entries(found)) expect(words(id, named), id).not.toMatch(/“”|\{|（）|\(\)|reports\./);
  });
  it(`says every reason (${language})`, () => {
    for (const reason of Object.keys(messages.reason)) expect(words('bad_text', { line: '7', reason, name: '渡口镇' }), reason).toMatch(/7.+/);
  });
}
