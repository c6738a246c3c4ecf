// SPDX-License-Identifier: Apache-2.0
// When a rule applies, for reading: names of the language of packs become titles, its operators words.
import type { RegisterDeclaration } from '@/api/types';

type Say = (id: 'and' | 'or' | 'not' | 'is' | 'is_not' | 'in' | 'empty' | 'filled' | 'today' | 'done', title?: string) => string;
const token = /'((?:[^']|'')*)'|is not empty|is empty|[a-z_]+(?:\.[a-z_]+)*|==|!=|<=|>=|./g;
const operators: Record<string, Parameters<Say>[0]> = { and: 'and', or: 'or', not: 'not', in: 'in', '==': 'is', '!=': 'is_not', 'is empty': 'empty', 'is not empty': 'filled', today: 'today' };

export function conditionWords(text: string, register: Pick<RegisterDeclaration, 'fields' | 'steps'>, say: Say): string {
  const choices = register.fields.filter((field) => new RegExp(`\\b${field.id}\\b`).test(text)).flatMap((field) => field.choices ?? []);
  const title = (list: { id: string; title: string }[], id: string): string => `“${list.find((one) => one.id === id)?.title ?? id}”`;
  const said = [...text.matchAll(token)].map(([whole, quoted]) => {
    if (quoted !== undefined) return title(choices, quoted);
    if (operators[whole]) return say(operators[whole]);
    const step = /^steps\.([a-z_]+)\.done$/.exec(whole);
    if (step) return say('done', title(register.steps, step[1] as string));
    return register.fields.some((field) => field.id === whole) ? title(register.fields, whole) : whole;
  });
  return said.join('').replace(/ {2,}/g, ' ').trim();
}
