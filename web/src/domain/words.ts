// SPDX-License-Identifier: Apache-2.0
// How dates, deadlines and targets are said. No legal arithmetic here: only what the server found.
import { useI18n } from 'vue-i18n';
import type { Deadline, Target, TaskUnit } from '@/api/types';

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export interface RuleParts {
  every: 'yearly' | 'half_yearly' | 'quarterly' | 'monthly' | 'weekly' | 'daily' | 'other';
  interval: number;
  months: number[];
  day: number | null;
  weekday: string | null;
}

export function readRule(rule: string): RuleParts {
  const parts = new Map(rule.replace(/^RRULE:/, '').split(';').map((part) => part.split('=') as [string, string]));
  const interval = Number(parts.get('INTERVAL') ?? '1');
  const months = (parts.get('BYMONTH') ?? '').split(',').filter(Boolean).map(Number);
  const day = parts.has('BYMONTHDAY') ? Number(parts.get('BYMONTHDAY')) : null;
  const weekday = parts.get('BYDAY') ?? null;
  const freq = parts.get('FREQ');
  let every: RuleParts['every'] = 'other';
  if (freq === 'MONTHLY' && interval === 3) every = 'quarterly';
  else if (freq === 'MONTHLY' && interval === 6) every = 'half_yearly';
  else if (freq === 'YEARLY') every = months.length === 4 ? 'quarterly' : months.length === 2 ? 'half_yearly' : 'yearly';
  else if (freq === 'MONTHLY') every = 'monthly';
  else if (freq === 'WEEKLY') every = 'weekly';
  else if (freq === 'DAILY') every = 'daily';
  const normal = every === 'quarterly' || every === 'half_yearly';
  return { every, interval: normal ? 1 : interval, months, day, weekday };
}

export function useWords() {
  const { t, locale, d } = useI18n();

  function date(iso: string | null | undefined): string {
    const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso ?? '');
    if (!found) return '';
    if (locale.value === 'zh-CN') return `${Number(found[1])}年${Number(found[2])}月${Number(found[3])}日`;
    return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${found[0]}T00:00:00Z`));
  }

  function moment(iso: string | null | undefined): string {
    const value = new Date(iso ?? '');
    return Number.isNaN(value.getTime()) ? (iso ?? '') : d(value, 'moment');
  }

  function rule(text: string | null | undefined): string {
    if (!text) return '';
    const parts = readRule(text);
    if (parts.every === 'other') return text;
    let words = parts.interval > 1 ? t(`terms.rule_interval.${parts.every}`, { n: parts.interval }) : t(`terms.rule.${parts.every}`);
    if (parts.every === 'yearly' && parts.months.length > 0) words += t('terms.rule_months', { months: parts.months.join('、') });
    if (parts.day !== null) words += parts.day === -1 ? t('terms.rule_last_day') : t('terms.rule_day', { day: parts.day });
    const weekday = parts.weekday === null ? -1 : weekdays.indexOf(parts.weekday);
    if (weekday >= 0) words += t('terms.rule_weekday', { day: t(`terms.weekday.${weekday}`) });
    return words;
  }

  /** What was understood, beside the wording of the document. */
  function deadlineMeaning(deadline: Deadline): string {
    if (deadline.on) return date(deadline.on);
    if (deadline.rule) return rule(deadline.rule);
    return t(`terms.deadline_kind.${deadline.kind}`);
  }

  function unitReason(unit: TaskUnit): string {
    return t(`terms.reason.${unit.reason ?? 'unresolved'}`);
  }

  function targetMeaning(target: Target): string {
    if (target.value === null || target.value === undefined) return '';
    return [target.subject ?? '', target.operator ?? '=', `${target.value}${unitWord(target.unit)}`].filter(Boolean).join(' ');
  }

  function unitWord(unit: string | null | undefined): string {
    if (!unit) return '';
    const key = `terms.measure.${unit}`;
    const said = t(key);
    return said === key ? unit : said;
  }

  /** One field of a task as a line of text, for histories and comparisons. */
  function value(found: unknown): string {
    if (found === null || found === undefined || found === '') return t('common.none');
    if (Array.isArray(found)) return found.length === 0 ? t('common.none') : found.map(value).join('；');
    if (typeof found === 'object') {
      const entry = found as { text?: unknown; on?: unknown };
      if (typeof entry.text !== 'string') return JSON.stringify(found);
      return typeof entry.on === 'string' ? t('terms.text_with_date', { text: entry.text, date: date(entry.on) }) : entry.text;
    }
    return String(found);
  }

  return { date, moment, rule, deadlineMeaning, unitReason, targetMeaning, value };
}
