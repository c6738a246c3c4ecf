// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { RegisterDeclaration } from '@/api/types';
import { conditionWords } from './condition';

const register = {
  fields: [{ id: 'procedure', title: 'Procedure', choices: [{ id: 'summary', title: 'Summary' }] }, { id: 'secret', title: 'Secret' }, { id: 'note', title: 'Note' }],
  steps: [{ id: 'publish', title: 'Publish' }],
} as unknown as Pick<RegisterDeclaration, 'fields' | 'steps'>;
const said = (text: string): string => conditionWords(text, register, (id, title) => (title === undefined ? `<${id}>` : `<${id} ${title}>`));

describe('a condition', () => {
  it.each([
    ['secret', '“Secret”'],
    ["not (procedure == 'summary')", '<not> (“Procedure” <is> “Summary”)'],
    ["procedure in ('summary', 'other') and not secret", '“Procedure” <in> (“Summary”, “other”) <and> <not> “Secret”'],
    ['steps.publish.done or note is not empty', '<done “Publish”> <or> “Note” <filled>'],
    ['today < 2021-07-15', '<today> < 2021-07-15'],
  ])('%s', (text, words) => { expect(said(text)).toBe(words); });
});
