// SPDX-License-Identifier: Apache-2.0
// The stage bar: headings of neighbouring states in the order of the register; states without one stand beside the way.
import type { RegisterDeclaration } from '@/api/types';

type State = RegisterDeclaration['states'][number];
export type Place = 'past' | 'here' | 'ahead';
export interface Stage { title: string; place: Place; states: State[] }
export interface StageBar { stages: Stage[]; aside: State | null }

/** `been`: states that the record was in before. A register without headings has one stage for each state. */
export function stageBar(states: readonly State[], now: string, been: readonly string[]): StageBar {
  const headed = states.some((one) => one.stage !== '');
  const groups: { title: string; states: State[] }[] = [];
  for (const state of states) {
    const title = headed ? state.stage : state.title;
    if (title === '') continue;
    const group = groups.find((one) => one.title === title);
    if (group) group.states.push(state);
    else groups.push({ title, states: [state] });
  }
  const reached = new Set([...been, now]);
  let here = groups.findIndex((group) => group.states.some((one) => one.id === now));
  const aside = here === -1 ? (states.find((one) => one.id === now) ?? null) : null;
  // Beside the way: what it had reached before stays marked as gone through.
  const last = here === -1 ? groups.reduce((found, group, at) => (group.states.some((one) => reached.has(one.id)) ? at : found), -1) : here;
  if (aside !== null) here = -1;
  return {
    stages: groups.map((group, at) => ({ ...group, place: at === here ? 'here' : at <= last ? 'past' : 'ahead' })),
    aside,
  };
}
/** States that the steps taken led through, as far as the declaration tells. */
export function statesBefore(declared: Pick<RegisterDeclaration, 'steps'>, taken: readonly { step: string }[]): string[] {
  return taken.flatMap((one) => declared.steps.filter((step) => step.id === one.step && step.to !== '').map((step) => step.to));
}
