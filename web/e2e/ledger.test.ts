// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said, silent, smallPlan, Stage, type Api } from './harness';
import { replaceWords, words } from './zip';

let stage: Stage;
let plan: Api;
let page: Page;
beforeAll(async () => {
  stage = await Stage.start();
  const long = await stage.importFile('plans/01-role-lines.txt');
  await stage.approveAll(long.document_id);
  const table = await stage.importFile('plans/04-ledger.xlsx');
  await stage.approveAll(table.document_id);
  plan = await stage.importText('争议化解.txt', smallPlan);
  await stage.approveAll(plan.document_id);
  page = await stage.open('/ledger');
  await page.locator('.ledger-table tbody tr').first().waitFor();
});
afterAll(async () => {
  await stage?.stop();
});
const rows = () => page.locator('.ledger-table tbody tr');
const total = async (): Promise<number> => Number(/\d+/.exec(await page.locator('.page-head .lead').innerText())?.[0]);
async function settled(expected: number): Promise<void> {
  await page.waitForFunction((count) => (document.querySelector('.page-head .lead')?.textContent ?? '').includes(` ${count} `), expected);
}

describe('the ledger', () => {
  it('counts what was approved and loads the rest by and by', async () => {
    const { total: all } = await stage.get<{ total: number }>('/api/ledger');
    expect(await total()).toBe(all);
    expect(all).toBeGreaterThan(50);
    const more = page.getByRole('button', { name: /加载更多/ });
    await more.waitFor();
    expect(await rows().count()).toBe(50);
    for (let pages = 0; (await rows().count()) < all && pages < 20; pages += 1) {
      await page.locator('.ledger-scroll').evaluate((frame) => {
        window.scrollTo(0, document.body.scrollHeight);
        frame.scrollTop = frame.scrollHeight;
      });
      await page.waitForTimeout(200);
    }
    expect(await rows().count()).toBe(all);
    expect(await more.count()).toBe(0);
  });
  it('filters by document and area, in the address', async () => {
    await page.goto(`${stage.base}/ledger?document=${plan.document_id}`);
    await settled(3);
    await page.locator('.side-part').first().locator('.tree-item').first().click();
    await settled(2);
    expect(new URL(page.url()).searchParams.get('area')).toBe(plan.tasks[0]?.area);
    await page.reload();
    await settled(2);
    await page.getByRole('button', { name: '清除全部条件' }).click();
    await page.waitForFunction(() => !location.search.includes('area'));
  });
  it('filters by unit, role, kind and date', async () => {
    await page.goto(`${stage.base}/ledger?document=${plan.document_id}`);
    await settled(3);
    const unit = page.locator('.side-part').nth(1).locator('.tree-item', { hasText: '司法局' }).first();
    await unit.click();
    await settled(2);
    await page.getByLabel('承担的角色').selectOption('lead');
    await settled(1);
    await page.goto(`${stage.base}/ledger?document=${plan.document_id}`);
    await page.getByLabel('时限类型').selectOption('standing');
    await settled(1);
    await page.getByLabel('时限类型').selectOption('');
    await page.getByLabel('时限到').fill('2026-03-31');
    await settled(1);
  });
  it('finds words anywhere and marks them', async () => {
    await page.goto(`${stage.base}/ledger`);
    await rows().first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('调解室 值守');
    await settled(1);
    expect(await page.locator('mark').allInnerTexts()).toEqual(expect.arrayContaining(['调解室', '值守']));
    await page.getByLabel('全文搜索').fill('这些字哪里都没有');
    await page.getByText('没有符合条件的任务').waitFor();
  });
  it('looks like the paper ledger when merged', async () => {
    await page.goto(`${stage.base}/ledger?document=${plan.document_id}&view=merged`);
    await settled(3);
    const spans = await page.locator('td.c-area:visible').evaluateAll((cells) => cells.map((cell) => (cell as HTMLTableCellElement).rowSpan));
    expect(spans).toEqual([2, 1]);
  });
  it('shows and hides columns and remembers it', async () => {
    await page.goto(`${stage.base}/ledger`);
    await page.getByRole('button', { name: '显示列' }).click();
    await page.locator('dialog').getByLabel('效果指标').check();
    await page.locator('dialog').getByLabel('责任单位').uncheck();
    await page.keyboard.press('Escape');
    await page.reload();
    await rows().first().waitFor();
    const heads = await page.locator('.ledger-table th').allInnerTexts();
    expect(heads).toContain('效果指标');
    expect(heads).not.toContain('责任单位');
  });
});

describe('out and in', () => {
  it.each([['issuing', '交办版'], ['progress', '进展版'], ['inspection', '督查版']])('exports the %s layout and reads a changed cell back', async (layout, label) => {
    await page.goto(`${stage.base}/ledger?document=${plan.document_id}`);
    await settled(3);
    await page.getByRole('button', { name: '导出', exact: true }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: new RegExp(label) }).click()]);
    const file = readFileSync(await download.path());
    const from = layout === 'issuing' ? '通报典型案件' : layout === 'progress' ? '通报典型案件一' : '通报典型案件二';
    const to = layout === 'issuing' ? '通报典型案件一' : layout === 'progress' ? '通报典型案件二' : '通报典型案件三';
    expect(words(file)).toContain(from);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: '导入填报表' }).click();
    await page.locator('dialog[open] input[type=file]').setInputFiles({ name: '填好.xlsx', mimeType: 'application/octet-stream', buffer: replaceWords(file, from, to) });
    const dialog = page.locator('dialog[open]');
    await dialog.getByText('变化 1 行').waitFor();
    expect(await dialog.locator('ins').first().innerText()).toContain(to);
    await dialog.getByRole('button', { name: '写入 1 行' }).click();
    await said(page, '已更新 1 项任务');
    await page.keyboard.press('Escape');
    await page.locator('.ledger-table', { hasText: to }).waitFor();
  });
  it('exports csv and json under the filters', async () => {
    await page.goto(`${stage.base}/ledger?document=${plan.document_id}&q=${encodeURIComponent('调解室')}`);
    await settled(1);
    await page.getByRole('button', { name: '导出', exact: true }).click();
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
    expect(readFileSync(await csv.path(), 'utf8')).toContain('调解室');
    const [json] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'JSON' }).click()]);
    expect((JSON.parse(readFileSync(await json.path(), 'utf8')) as unknown[]).length).toBe(1);
    await page.keyboard.press('Escape');
  });
});

describe('one task', () => {
  it('shows the sentence of a field and the way to the document', async () => {
    await page.goto(`${stage.base}/tasks/${plan.tasks[1]?.task_id}`);
    await page.locator('.passage', { hasText: '设立调解室' }).waitFor();
    await page.locator('.task-data .chip', { hasText: '2026年6月30日' }).click();
    expect(await page.locator('.passage mark').innerText()).toContain('2026年6月30日');
    await page.getByRole('link', { name: '在原文中查看' }).click();
    await page.locator('.source .lit-field').first().waitFor();
    expect(await page.locator('.task-card.selected').innerText()).toContain('设立调解室');
  });
  it('corrects with a reason and keeps what was', async () => {
    await page.goto(`${stage.base}/tasks/${plan.tasks[1]?.task_id}`);
    await page.getByRole('button', { name: '更正' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('任务名称').fill('设立争议调解室');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByText('请写明更正理由').waitFor();
    await dialog.getByLabel('更正理由').fill('与印发稿一致');
    await page.keyboard.press('Control+Enter');
    await said(page, '已更正');
    expect(await page.locator('h1').innerText()).toContain('设立争议调解室');
    await page.locator('.history', { hasText: '与印发稿一致' }).waitFor();
    expect(await page.locator('.history ins').first().innerText()).toContain('争议');
    silent(stage);
  });
});
