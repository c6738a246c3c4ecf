// SPDX-License-Identifier: Apache-2.0
import { createI18n } from 'vue-i18n';
import { setLanguage } from '@/api/client';
import en from '@/locales/en.json';
import zh from '@/locales/zh-CN.json';
import assessmentEn from '@/modules/assessment/locales/en.json';
import assessmentZh from '@/modules/assessment/locales/zh-CN.json';
import calendarEn from '@/modules/calendar/locales/en.json';
import calendarZh from '@/modules/calendar/locales/zh-CN.json';
import documentsEn from '@/modules/documents/locales/en.json';
import documentsZh from '@/modules/documents/locales/zh-CN.json';
import indicatorsEn from '@/modules/indicators/locales/en.json';
import indicatorsZh from '@/modules/indicators/locales/zh-CN.json';
import ledgerEn from '@/modules/ledger/locales/en.json';
import ledgerZh from '@/modules/ledger/locales/zh-CN.json';
import organisationEn from '@/modules/organisation/locales/en.json';
import organisationZh from '@/modules/organisation/locales/zh-CN.json';
import peopleEn from '@/modules/people/locales/en.json';
import peopleZh from '@/modules/people/locales/zh-CN.json';
import proofEn from '@/modules/proof/locales/en.json';
import proofZh from '@/modules/proof/locales/zh-CN.json';
import recordsEn from '@/modules/records/locales/en.json';
import recordsZh from '@/modules/records/locales/zh-CN.json';
import reportsEn from '@/modules/reports/locales/en.json';
import reportsZh from '@/modules/reports/locales/zh-CN.json';
import rulesEn from '@/modules/rules/locales/en.json';
import rulesZh from '@/modules/rules/locales/zh-CN.json';
import workEn from '@/modules/work/locales/en.json';
import workZh from '@/modules/work/locales/zh-CN.json';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];
const storeKey = 'plumbline.language';

// What happened is told in the county's time, wherever the browser stands.
const moment = { year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZone: 'Asia/Shanghai' } as const;

export const messages = {
  'zh-CN': { ...zh, assessment: assessmentZh, calendar: calendarZh, documents: documentsZh, indicators: indicatorsZh, ledger: ledgerZh, organisation: organisationZh, people: peopleZh, proof: proofZh, records: recordsZh, reports: reportsZh, rules: rulesZh, work: workZh },
  en: { ...en, assessment: assessmentEn, calendar: calendarEn, documents: documentsEn, indicators: indicatorsEn, ledger: ledgerEn, organisation: organisationEn, people: peopleEn, proof: proofEn, records: recordsEn, reports: reportsEn, rules: rulesEn, work: workEn },
};

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages,
  datetimeFormats: { 'zh-CN': { moment }, en: { moment: { ...moment, month: 'short' } } },
  missingWarn: false,
  fallbackWarn: false,
});

export function chooseLanguage(language: Language): void {
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
  setLanguage(language);
  try {
    localStorage.setItem(storeKey, language);
  } catch {
    // A browser without storage forgets the choice, nothing else.
  }
}

function remembered(): Language {
  try {
    return localStorage.getItem(storeKey) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}
chooseLanguage(remembered());
