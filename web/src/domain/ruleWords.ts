// SPDX-License-Identifier: Apache-2.0
// How a legal value is said: "at most 15 working days", "required", "by 31 January".
import { useI18n } from 'vue-i18n';
import type { RuleValue } from '@/api/types';

const periods = new Set(['working_day', 'calendar_day', 'week', 'month', 'year']);

export function useRuleWords() {
  const { t, te } = useI18n();

  function unit(id: string): string {
    if (periods.has(id)) return t(`terms.period_unit.${id}`);
    return te(`terms.rule_unit.${id}`) ? t(`terms.rule_unit.${id}`) : id === 'boolean' || id === 'rule' ? '' : ` ${id}`;
  }
  function value(one: Pick<RuleValue, 'value' | 'unit' | 'operator'>): string {
    if (typeof one.value === 'boolean') return t(one.value ? `terms.rule_flag.${one.operator === 'forbid' ? 'forbid' : 'require'}` : 'terms.rule_flag.none');
    const operator = te(`terms.rule_operator.${one.operator}`) ? t(`terms.rule_operator.${one.operator}`) : '';
    return `${operator}${String(one.value).replaceAll(';', t('terms.list_separator'))}${unit(one.unit)}`;
  }
  return { unit, value };
}
