// SPDX-License-Identifier: Apache-2.0
// From a figure of a report down to one record and back; the record changes, the figure moves, the signed report stays.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, out, overflow, phone, repository, said, shot, silent, Stage, wide } from './harness';

interface Row { record_id: string; title: string; state: string }
interface Value { text: string; numerator: string | null; denominator: string | null }
interface Board { items: { id: string; value: Value; light: string }[] }
const share = 'tasks_signed_share';
let stage: Stage;
let page: Page;
let report = '';
let parts: Row[] = [];
const rowsOf = async (register: string, query = ''): Promise<Row[]> => (await stage.get<{ items: Row[] }>(`/api/registers/${register}/records?limit=500${query}`)).items;
const valueOf = async (id: string): Promise<Value> => (await stage.get<Board>('/api/indicators')).items.find((one) => one.id === id)?.value as Value;
const take = async (id: string, step: string, fields: object = {}): Promise<unknown> => {
  const { revision } = await stage.get<{ revision: number }>(`/api/records/${id}`);
  return stage.post(`/api/records/${id}/steps`, JSON.stringify({ revision, step, fields }));
};
const number = (text: string | null): number => Number(text ?? 'NaN');

beforeAll(async () => {
  stage = await Stage.start();
  const draft = await stage.importFile('plans/01-role-lines.txt');
  await stage.approveAll(draft.document_id);
  parts = (await rowsOf('task_part', '&unit=sfj')).filter((one) => one.state === 'assigned');
  for (const part of parts.slice(0, 2)) await take(part.record_id, 'sign_for');
  page = await stage.open('/indicators');
});
afterAll(async () => { await stage?.stop(); });

describe('a number', () => {
  it('stands on the board and opens down to its records', async () => {
    const value = await valueOf(share);
    expect(number(value.numerator)).toBe(2);
    const line = page.locator('tr', { has: page.locator(`a[href^="/indicators/${share}"]`) });
    expect(await line.innerText()).toContain(value.text);
    await line.locator('a.figure').click();
    await page.locator('.arithmetic').waitFor();
    expect(await page.locator('.arithmetic').innerText()).toContain('2');
    expect(await page.locator('.receipt-table tbody tr').count()).toBe(2);
  });
  it('shows what counts against it, with the step that is lacking, and leads to the record and back', async () => {
    await page.getByRole('button', { name: '未计入分子的' }).click();
    const rows = page.locator('.receipt-table tbody tr', { hasText: '未计入' });
    await rows.first().waitFor();
    expect(await rows.first().innerText()).toContain('签收');
    const title = await rows.first().locator('th a').innerText();
    await rows.first().locator('th a').click();
    await page.locator('h1', { hasText: title }).waitFor();
    await page.goBack();
    await page.locator('.arithmetic').waitFor();
    silent(stage);
  });
  it('was another one on another day', async () => {
    await page.getByLabel('截至').fill('2020-01-31');
    await page.locator('.figure-now', { hasText: '不适用' }).waitFor();
    await page.goto(`${stage.base}/indicators/${share}?tab=difference&before=2020-01-31`);
    await page.locator('.compare-two').waitFor();
    expect(await page.locator('.receipt-table tbody tr').count()).toBeGreaterThan(1);
  });
});

describe('a target of a plan', () => {
  it('is matched by a person and then counted', async () => {
    await page.goto(`${stage.base}/targets`);
    await page.getByRole('tab', { name: /待确认/ }).click();
    const first = page.locator('.work-item').first();
    await first.waitFor();
    const before = await page.locator('.work-item').count();
    const words = await first.locator('.work-title').innerText();
    await first.locator('select').first().selectOption(share);
    await first.getByLabel(/数值/).fill('95');
    await first.getByRole('button', { name: '确认' }).click();
    await said(page, '已确认');
    await expect.poll(() => page.locator('.work-item').count()).toBe(before - 1);
    await page.getByRole('tab', { name: /已确认/ }).click();
    const line = page.locator('tbody tr', { hasText: words });
    await line.waitFor();
    expect(await line.innerText()).toMatch(/未达到|未达标|达标/);
    silent(stage);
  });
});

describe('a number from elsewhere', () => {
  it('is entered with source and proof and marked everywhere', async () => {
    const { items } = await stage.get<{ items: { id: string; kind: string }[] }>('/api/indicators');
    const entered = items.find((one) => one.kind === 'entered')?.id ?? '';
    await page.goto(`${stage.base}/indicators/${entered}`);
    await page.getByRole('button', { name: '录入数据' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel(/^数值/).fill('87.5');
    await dialog.getByLabel(/^数据来源/).fill('第三方调查机构');
    await dialog.locator('input[type=file]').setInputFiles({ name: '调查报告.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 invented') });
    await dialog.getByText('调查报告.pdf').waitFor();
    await shot(page, 'figures-enter');
    await dialog.getByRole('button', { name: '录入', exact: true }).click();
    await said(page, '已录入');
    await page.locator('.banner', { hasText: '第三方调查机构' }).waitFor();
    expect(await page.locator('.figure-now strong').innerText()).toContain('87.5');
    silent(stage);
  });
});

describe('a report', () => {
  it('is begun from a template with figures in it', async () => {
    await page.goto(`${stage.base}/reports`);
    await page.getByRole('button', { name: '起草报告' }).first().click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('模板').selectOption('self_inspection');
    await dialog.getByRole('button', { name: '起草报告' }).click();
    await page.locator('.chapter-text').first().waitFor();
    report = page.url().split('/').pop() as string;
    expect(await page.locator('.chapter').count()).toBeGreaterThanOrEqual(4);
  });
  it('takes a figure from the picker and shows it live', async () => {
    const chapter = page.locator('.chapter').first();
    await chapter.getByRole('button', { name: '插入数字' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('查找指标').fill('签收');
    await shot(page, 'figures-picker');
    await dialog.locator('.figure-choice').first().click();
    await expect.poll(() => chapter.locator('.chapter-text').inputValue()).toContain(`{{${share}}}`);
    const value = await valueOf(share);
    await expect.poll(() => chapter.locator('.chapter-preview').innerText()).toContain(value.text);
  });
  it('is checked before it is signed', async () => {
    const chapters = page.locator('.chapter');
    for (let at = 0; at < await chapters.count(); ++at) {
      const box = chapters.nth(at).locator('.chapter-text');
      const shortfall = /不足/.test(await chapters.nth(at).locator('h2').innerText());
      if (shortfall) await box.fill('');
      else if ((await box.inputValue()).trim() === '') await box.fill('本单位主要负责人定期听取汇报，研究解决重点难点问题，把各项任务落到具体单位和具体人员，按季度检查进展情况。');
    }
    await page.getByRole('button', { name: '保存' }).click();
    await said(page, '已保存');
    await page.getByRole('tab', { name: /签发前检查/ }).click();
    await page.locator('.finding-list', { hasText: '不足' }).waitFor();
    await shot(page, 'figures-findings');
    await page.getByRole('tab', { name: '正文' }).click();
    const shortfalls = page.locator('.chapter', { has: page.locator('h2', { hasText: '不足' }) });
    await shortfalls.locator('.chapter-text').fill('一是签收不够及时，部分单位收到任务以后没有按时签收，影响了后续推进；二是基层法治力量偏弱，专职人员配备不足，审核把关不够严格。');
    await page.getByRole('button', { name: '保存' }).click();
    await said(page, '已保存');
  });
  it('is signed, and its papers are downloaded', async () => {
    await page.getByRole('button', { name: '签发', exact: true }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.waitFor();
    await shot(page, 'figures-sign');
    const anyway = dialog.getByLabel('已看过以上提示，仍然签发');
    if (await anyway.count()) await anyway.check();
    await dialog.getByRole('button', { name: '签发', exact: true }).click();
    await said(page, '已签发');
    await page.locator('.report-text .live').first().waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载公文' }).click();
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(/\.docx$/);
    expect(readFileSync(await file.path()).subarray(0, 2).toString()).toBe('PK');
    silent(stage);
  });
  it('leads from its figure to one record and back; the record changes, the number moves, the report stays', async () => {
    const before = await valueOf(share);
    const paper = Buffer.from(await (await fetch(`${stage.base}/api/reports/${report}/paper?format=docx`, { headers: { Cookie: stage.cookie } })).arrayBuffer());
    await page.locator('.report-text .live', { hasText: before.text }).first().click();
    await page.locator('.arithmetic').waitFor();
    await page.getByRole('button', { name: '未计入分子的' }).click();
    await page.locator('.receipt-table tbody tr', { hasText: '未计入' }).first().waitFor();
    const waiting = parts.slice(2).find(Boolean) as Row;
    await take(waiting.record_id, 'sign_for');
    const after = await valueOf(share);
    expect(number(after.numerator)).toBe(number(before.numerator) + 1);
    await page.goBack();
    await page.goBack();
    await page.goto(`${stage.base}/reports/${report}`);
    await page.locator('.report-text .live', { hasText: before.text }).first().waitFor();
    await page.getByRole('tab', { name: /数字/ }).click();
    await page.locator('tr', { hasText: before.text }).filter({ hasText: after.text }).first().waitFor();
    await shot(page, 'figures-moved');
    await page.getByRole('button', { name: '核对存档' }).click();
    await page.locator('.banner', { hasText: '一字不差' }).waitFor();
    const again = Buffer.from(await (await fetch(`${stage.base}/api/reports/${report}/paper?format=docx`, { headers: { Cookie: stage.cookie } })).arrayBuffer());
    expect(again.equals(paper)).toBe(true);
    silent(stage);
  });
});

describe('a part of a report', () => {
  it('is written by its unit, accepted and merged under its name', async () => {
    const begun = await stage.post<{ record_id: string; parts: { record_id: string }[] }>('/api/reports', JSON.stringify({ template: 'annual_report', year: 2026, contributors: ['sfj'] }));
    await page.goto(`${stage.base}/reports/parts/${begun.parts[0]?.record_id}`);
    await page.locator('.chapter-text').first().fill('全年办理行政复议案件，依法化解行政争议。');
    expect(await faultsOf(page)).toEqual([]);
    await shot(page, 'figures-part');
    await page.getByRole('button', { name: '提交供稿' }).click();
    await said(page, '已提交供稿');
    await page.getByRole('button', { name: '采用' }).click();
    await said(page, '已采用');
    await page.goto(`${stage.base}/reports/${begun.record_id}`);
    await page.getByRole('tab', { name: /供稿/ }).click();
    await page.getByRole('button', { name: '并入采用的供稿（1）' }).click();
    await said(page, '已并入');
    await page.getByRole('tab', { name: '正文' }).click();
    expect(await page.locator('.chapter-text').first().inputValue()).toMatch(/司法局[\s\S]*依法化解行政争议/);
    silent(stage);
  });
});

describe('an assessment', () => {
  it('hands out sheets, is scored by the unit, verified, settled and ranked', async () => {
    await page.goto(`${stage.base}/assessment`);
    await page.locator('.work-list h2 a').first().click();
    await page.getByRole('button', { name: '下发评分表' }).click();
    await said(page, '下发了');
    await page.locator('tbody th a', { hasText: '司法局' }).first().click();
    await page.locator('.sheet-list').first().waitFor();
    await page.getByRole('button', { name: '自评' }).click();
    const forms = page.locator('.sheet-form');
    for (let at = 0; at < await forms.count(); ++at) {
      const form = forms.nth(at);
      await form.getByLabel('自评分').fill('1');
      await form.getByLabel('说明').fill('已按要求落实');
      if (await form.locator('input[type=file]').count()) await form.locator('input[type=file]').first().setInputFiles({ name: `材料${at}.txt`, mimeType: 'text/plain', buffer: Buffer.from(`invented ${at}`) });
    }
    await expect.poll(() => page.locator('.sheet-form li').count()).toBe(await forms.count());
    await shot(page, 'figures-sheet');
    await page.getByRole('button', { name: '提交自评' }).click();
    await said(page, '已完成：自评');
    await page.getByRole('button', { name: '核验' }).click();
    await page.getByRole('button', { name: '提交核验' }).click();
    await said(page, '已完成：核验');
    await page.getByRole('button', { name: '定分', exact: true }).click();
    await said(page, '已完成：定分');
    await page.getByRole('link', { name: '得分和排名' }).click();
    const line = page.locator('tbody tr', { hasText: '司法局' }).first();
    await line.waitFor();
    expect(await line.innerText()).toMatch(/^1\s/);
    silent(stage);
  });
});

describe('one page for leaders', () => {
  it('prints on one sheet of A4', async () => {
    await page.goto(`${stage.base}/leaders`);
    await page.locator('.leader-figures, .leader-page .panel').first().waitFor();
    await page.waitForTimeout(300);
    const pdf = await page.pdf({ preferCSSPageSize: true, path: join(out, 'leaders.pdf') });
    expect(pdf.toString('latin1')).toMatch(/MediaBox \[0 0 59[45][.\d]* 84[12]/);
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
  });
});

interface Screen { name: string; path: () => string; ready: string; then?: (page: Page) => Promise<void> }
const tab = (name: RegExp) => async (opened: Page): Promise<void> => { await opened.getByRole('tab', { name }).click(); await opened.waitForTimeout(200); };
const screens: Screen[] = [
  { name: 'indicators', path: () => '/indicators', ready: '.figure-table tbody tr' },
  { name: 'indicators-past', path: () => '/indicators?on=2020-01-31', ready: '.figure-table tbody tr' },
  { name: 'indicator-trend', path: () => `/indicators/${share}`, ready: '.trend svg' },
  { name: 'indicator-units', path: () => `/indicators/${share}?tab=units`, ready: '.figure-table tbody tr' },
  { name: 'indicator-receipt', path: () => `/indicators/${share}?tab=receipt&side=against`, ready: '.receipt-table tbody tr' },
  { name: 'indicator-difference', path: () => `/indicators/${share}?tab=difference&before=2020-01-31`, ready: '.compare-two' },
  { name: 'indicator-formula', path: () => `/indicators/${share}?tab=formula`, ready: '.data-list' },
  { name: 'indicator-unknown', path: () => '/indicators/nothing', ready: '.problem' },
  { name: 'leaders', path: () => '/leaders', ready: '.leader-page .panel' },
  { name: 'targets', path: () => '/targets', ready: '.figure-table, .empty' },
  { name: 'targets-proposed', path: () => '/targets', ready: '.figure-table, .empty', then: tab(/待确认/) },
  { name: 'assessment', path: () => '/assessment', ready: '.work-list' },
  { name: 'edition', path: () => '/assessment/county_2026', ready: '.figure-table tbody tr' },
  { name: 'edition-system', path: () => '/assessment/county_2026', ready: '.figure-table tbody tr', then: tab(/指标体系/) },
  { name: 'edition-changes', path: () => '/assessment/county_2026', ready: '.figure-table tbody tr', then: tab(/与上一版比/) },
  { name: 'reports', path: () => '/reports', ready: '.figure-table tbody tr' },
  { name: 'report', path: () => `/reports/${report}`, ready: '.report-text' },
  { name: 'report-figures', path: () => `/reports/${report}`, ready: '.report-text', then: tab(/数字/) },
];
describe.each([['wide', wide, 'zh-CN'], ['phone', phone, 'zh-CN'], ['english', wide, 'en']] as const)('%s', (size, viewport, language) => {
  it.each(screens.filter((one) => language === 'zh-CN' || one.then === undefined))('$name', async (screen) => {
    const opened = await stage.open(screen.path(), viewport, language);
    await opened.locator(screen.ready).first().waitFor();
    await screen.then?.(opened);
    await opened.waitForTimeout(250);
    await shot(opened, `figures-${screen.name}-${size}`);
    expect(await faultsOf(opened)).toEqual([]);
    expect(await overflow(opened)).toBeLessThanOrEqual(0);
    await stage.close(opened);
    silent(stage);
  });
});

it('shows the pictures of the README', async () => {
  const folder = process.env['README_SHOTS'] === '1' ? join(repository, 'docs/images') : out;
  const board = await stage.open(`/indicators/${share}?tab=receipt&side=against`, wide);
  await board.locator('.receipt-table tbody tr').first().waitFor();
  await board.screenshot({ path: join(folder, 'indicators.png') });
  await stage.close(board);
  const { record_id } = await stage.post<{ record_id: string }>('/api/reports', JSON.stringify({ template: 'annual_report', year: new Date().getFullYear() }));
  const writing = await stage.open(`/reports/${record_id}`, wide);
  await writing.locator('.chapter-preview .report-text').first().waitFor();
  await writing.screenshot({ path: join(folder, 'report.png') });
  await stage.close(writing);
});
