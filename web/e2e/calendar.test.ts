// SPDX-License-Identifier: Apache-2.0
// A notice of holidays arrives: it is read, its effects are shown, it is recorded, open clocks move.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, overflow, phone, said, shot, silent, Stage } from './harness';

let stage: Stage;
let page: Page;
const opened = { step: 'receive', on: '2026-12-20' };
interface Declared { steps: { id: string; opens: boolean; required: string[] }[]; fields: { id: string; type: string; choices?: { id: string }[] }[] }
beforeAll(async () => {
  stage = await Stage.start();
  const declared = await stage.get<Declared>('/api/rules/registers/information_request');
  const step = declared.steps.find((one) => one.opens);
  const fields: Record<string, unknown> = {};
  for (const name of step?.required ?? []) {
    const field = declared.fields.find((one) => one.id === name);
    fields[name] = field?.type === 'choice' ? field.choices?.[0]?.id : field?.type === 'flag' ? false : field?.type === 'date' ? '2026-11-18' : '虚构的申请';
  }
  await stage.post('/api/registers/information_request/records', JSON.stringify({ step: step?.id ?? opened.step, on: '2026-11-18', fields }));
  page = await stage.open('/calendar');
  await page.locator('.month').first().waitFor();
});
afterAll(async () => { await stage?.stop(); });

const rows = (): Promise<number> => page.locator('.month').count();

describe('the working calendar', () => {
  it('shows a year with what is off and what is made up', async () => {
    expect(await rows()).toBe(12);
    expect(await page.locator('.month').nth(9).locator('td.holiday').count()).toBe(7);
    expect(await page.locator('.month').nth(9).locator('td.makeup').innerText()).toContain('10');
  });
  it('marks a year without a notice as an estimate', async () => {
    await page.getByRole('button', { name: '下一年' }).click();
    await page.getByText('按周一至周五估算').first().waitFor();
    await page.getByRole('button', { name: '上一年' }).click();
  });
  it('counts a period and says how', async () => {
    await page.getByLabel('起算事件的日期').fill('2026-09-18');
    await page.getByRole('button', { name: '计算' }).click();
    await page.locator('.receipt-result', { hasText: '2026年10月22日' }).waitFor();
    const receipt = await page.locator('.receipt').innerText();
    expect(receipt).toContain('国庆节');
    expect(receipt).toContain('2026年9月20日');
  });
  it('reads a pasted notice, shows what it moves and records it', async () => {
    await page.getByRole('button', { name: '录入放假通知' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('通知正文').fill('砚湖县人民政府办公室关于2026年12月放假的通知\n砚政办发〔2026〕88号\n建县纪念日：12月7日（周一）至8日（周二）放假，共2天。12月12日（周六）上班。');
    await dialog.getByRole('button', { name: '读取' }).click();
    await dialog.getByText('共 3 天').waitFor();
    await dialog.getByLabel('文号').fill('砚政办发〔2026〕88号');
    await dialog.getByLabel('发布日期').fill('2026-11-20');
    await dialog.getByLabel('这份通知安排了全年的节假日').uncheck();
    await shot(page, 'calendar-notice');
    await dialog.getByRole('button', { name: '看看影响' }).click();
    await dialog.getByText('涉及 1 条记录').waitFor();
    await shot(page, 'calendar-effects');
    await dialog.getByRole('button', { name: '确认录入' }).click();
    await said(page, '通知已录入');
    await page.locator('.notice-list', { hasText: '砚政办发〔2026〕88号' }).waitFor();
    expect(await page.locator('.month').nth(11).locator('td.holiday').count()).toBe(2);
    const { items } = await stage.get<{ items: { next_due_on: string }[] }>('/api/registers/information_request/records');
    expect(items.length).toBe(1);
  });
  it('refuses a text without days in plain words and keeps it', async () => {
    await page.getByRole('button', { name: '录入放假通知' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('通知正文').fill('今天天气很好。');
    await dialog.getByRole('button', { name: '读取' }).click();
    await dialog.locator('.problem').waitFor();
    expect(await dialog.getByLabel('通知正文').inputValue()).toBe('今天天气很好。');
    await dialog.getByRole('button', { name: '取消' }).click();
  });
  it('fits both screens and reads well', async () => {
    for (const size of [{ width: 1280, height: 800 }, phone]) {
      const one = await stage.open('/calendar', size);
      await one.locator('.month').first().waitFor();
      expect(await overflow(one)).toBeLessThanOrEqual(0);
      expect(await faultsOf(one)).toEqual([]);
      await shot(one, `calendar-${size.width}`);
      await stage.close(one);
    }
  });
  it('said nothing wrong to the console', () => silent(stage));
});
