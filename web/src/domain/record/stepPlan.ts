// SPDX-License-Identifier: Apache-2.0
// What the form of a step asks, what it only keeps, and what the program fills in itself.
import type { RegisterDeclaration, RegisterField, RegisterStep } from '@/api/types';
import { isEmpty, type Fields } from './values';

export interface StepPlan {
  /** Still to be filled in. */
  asked: RegisterField[];
  /** The step wants it and it stands there: shown, and changed only on wish. */
  kept: RegisterField[];
  optional: RegisterField[];
  assigned: RegisterField[];
  /** Everything that is sent where it has a value. */
  required: RegisterField[];
}
/** `again`: the step was taken before and is a new report, so that what it asks is asked afresh. */
export function stepPlan(step: RegisterStep, register: Pick<RegisterDeclaration, 'fields'>, values: Fields, again: boolean): StepPlan {
  const of = (ids: readonly string[]): RegisterField[] => ids.flatMap((id) => register.fields.filter((one) => one.id === id));
  const given = new Set(step.assigned);
  const wanted = [...new Set([...step.required, ...step.needs.filter((id) => isEmpty(values[id]))])].filter((id) => !given.has(id));
  const required = of(wanted);
  const kept = required.filter((one) => !again && !isEmpty(values[one.id]));
  const rest = of(step.optional.filter((id) => !given.has(id) && !wanted.includes(id)));
  return {
    required,
    asked: required.filter((one) => !kept.includes(one)),
    kept: [...kept, ...rest.filter((one) => !isEmpty(values[one.id]))],
    optional: rest.filter((one) => isEmpty(values[one.id])),
    assigned: of(step.assigned),
  };
}
/** The own unit into the unit that a new record must name; nothing else is guessed. */
export function prefilled(plan: StepPlan, values: Fields, unit: string | null): Fields {
  if (!unit) return {};
  return Object.fromEntries(plan.asked.filter((one) => one.type === 'unit' && isEmpty(values[one.id])).map((one) => [one.id, unit]));
}
/** Opening steps that a person's roles may take from the form; without known roles all of them. */
export function openingsFor(register: Pick<RegisterDeclaration, 'steps'>, roles: readonly string[] | null): RegisterStep[] {
  return register.steps.filter((one) => one.opens && !one.computed && (roles === null || one.by.length === 0 || one.by.some((role) => roles.includes(role))));
}
