// SPDX-License-Identifier: Apache-2.0
// Every screen in both widths: axe finds nothing serious, nothing sticks out, and a picture to look at.
// README_SHOTS=1 also writes the two pictures of the README.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, overflow, phone, repository, shot, silent, smallPlan, Stage, wide, type Api } from './harness';

let stage: Stage;
const known: Record<string, Api> = {};
beforeAll(async () => {
  stage = await Stage.start();
  known['city'] = await stage.importFile('plans/16-city-key-points.txt');
  await stage.approveAll(known['city'].document_id);
  known['first'] = await stage.importFile('plans/01-role-lines.txt', `&higher=${known['city'].document_id}`);
  await stage.approveAll(known['first'].document_id);
  known['later'] = await stage.importFile('plans/15-role-lines-revised.txt', `&supersedes=${known['first'].document_id}&higher=${known['city'].document_id}`);
  known['damaged'] = await stage.importFile('plans/09-scanned-and-wrapped.txt');
  known['small'] = await stage.importText('争议化解.txt', smallPlan);
  known['table'] = await stage.importFile('plans/03-ledger-table.docx');
  await stage.approveAll(known['table'].document_id);
});
afterAll(async () => { await stage?.stop(); });

interface Screen { name: string; path: () => string; ready: string; then?: (page: Page) => Promise<void> }
const id = (which: string): string => known[which]?.document_id ?? '';
const tab = (name: RegExp) => async (page: Page): Promise<void> => { await page.getByRole('tab', { name }).click(); };
const screens: Screen[] = [
  { name: 'ledger', path: () => '/ledger', ready: '.ledger-table tbody tr, .ledger-card' },
  { name: 'ledger-merged', path: () => `/ledger?view=merged&document=${id('table')}`, ready: '.ledger-table tbody tr' },
  { name: 'ledger-search', path: () => '/ledger?q=%E6%89%A7%E6%B3%95', ready: 'mark' },
  { name: 'ledger-empty', path: () => '/ledger?q=%E6%B2%A1%E6%9C%89%E7%9A%84%E8%AF%8D', ready: '.empty' },
  { name: 'ledger-export', path: () => '/ledger', ready: '.ledger-table tbody tr, .ledger-card', then: async (page) => { await page.getByRole('button', { name: '导出', exact: true }).click(); } },
  { name: 'ledger-import', path: () => '/ledger', ready: '.ledger-table tbody tr, .ledger-card', then: async (page) => { await page.getByRole('button', { name: '导入填报表' }).click(); } },
  { name: 'task', path: () => `/tasks/${known['table']?.tasks[0]?.task_id}`, ready: '.passage', then: async (page) => { await page.locator('.task-data .chip').first().click(); } },
  { name: 'documents', path: () => '/documents', ready: '.document-row' },
  { name: 'documents-paste', path: () => '/documents', ready: '.document-row', then: async (page) => { await page.getByRole('button', { name: '粘贴正文' }).click(); } },
  { name: 'review', path: () => `/documents/${id('damaged')}`, ready: '.task-card', then: async (page) => { await page.locator('.task-open').first().click(); } },
  { name: 'review-edit', path: () => `/documents/${id('small')}`, ready: '.task-card', then: async (page) => { await page.locator('.task-open').first().click(); await page.keyboard.press('Enter'); await page.locator('.task-form').waitFor(); } },
  { name: 'review-names', path: () => `/documents/${id('small')}`, ready: '.task-card', then: tab(/单位名称/) },
  { name: 'review-resolve', path: () => `/documents/${id('small')}`, ready: '.task-card', then: async (page) => { await tab(/单位名称/)(page); await page.getByRole('button', { name: /^处理/ }).first().click(); } },
  { name: 'review-repairs', path: () => `/documents/${id('damaged')}`, ready: '.task-card', then: tab(/文本修复/) },
  { name: 'review-leftover', path: () => `/documents/${id('damaged')}`, ready: '.task-card', then: tab(/未归入/) },
  { name: 'review-facts', path: () => `/documents/${id('small')}`, ready: '.task-card', then: tab(/文件信息/) },
  { name: 'review-version', path: () => `/documents/${id('later')}`, ready: '.task-card' },
  { name: 'compare', path: () => `/documents/${id('later')}/compare`, ready: '.compare-row' },
  { name: 'links', path: () => `/documents/${id('later')}/links`, ready: '.link-row' },
  { name: 'organisation', path: () => '/organisation', ready: '.tree-item', then: async (page) => { await page.locator('.tree .tree .tree-item').first().click(); await page.locator('.unit-form').waitFor(); } },
  { name: 'not-found', path: () => '/nowhere', ready: '.empty' },
  { name: 'keys', path: () => '/organisation', ready: '.tree-item', then: async (page) => { await page.keyboard.press('?'); await page.locator('dialog[open]').waitFor(); } },
];

describe.each([['wide', wide], ['phone', phone]] as const)('%s', (size, viewport) => {
  it.each(screens)('$name', async (screen) => {
    const page = await stage.open(screen.path(), viewport);
    await page.locator(screen.ready).first().waitFor();
    await screen.then?.(page);
    await page.waitForTimeout(250);
    await shot(page, `${screen.name}-${size}`);
    expect(await faultsOf(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await stage.close(page);
    silent(stage);
  });
});

it('shows the two pictures of the README', async () => {
  const folder = process.env['README_SHOTS'] === '1' ? join(repository, 'docs/images') : join(repository, 'web/e2e/out');
  mkdirSync(folder, { recursive: true });
  const review = await stage.open(`/documents/${id('damaged')}`, wide);
  await review.locator('.task-card').first().waitFor();
  await review.getByRole('button', { name: '原文顺序' }).click();
  await review.locator('.task-open').nth(1).click();
  await review.locator('.task-card.selected .chip').first().focus();
  await review.waitForTimeout(300);
  await review.screenshot({ path: join(folder, 'review.png') });
  const ledger = await stage.open(`/ledger?view=merged&document=${id('table')}`, wide);
  await ledger.locator('.ledger-table tbody tr').first().waitFor();
  await ledger.waitForTimeout(300);
  await ledger.screenshot({ path: join(folder, 'ledger.png') });
});
