// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said, samples, silent, Stage, type Api } from './harness';

let stage: Stage;
let city: Api;
let first: Api;
let revised: Api;
let page: Page;
beforeAll(async () => {
  stage = await Stage.start();
  city = await stage.importFile('plans/16-city-key-points.txt');
  await stage.approveAll(city.document_id);
  first = await stage.importFile('plans/01-role-lines.txt', `&higher=${city.document_id}`);
  await stage.approveAll(first.document_id);
  page = await stage.open('/documents');
});
afterAll(async () => { await stage?.stop(); });

describe('a later version', () => {
  it('is imported as such and carries approvals over', async () => {
    await page.getByText('与已有文件的关系').click();
    await page.getByLabel('这是哪份文件的新版本').selectOption(first.document_id);
    await page.getByLabel('落实哪份上级方案').selectOption(city.document_id);
    await page.locator('.drop input[type=file]').setInputFiles(join(samples, 'plans/15-role-lines-revised.txt'));
    await page.locator('.import-item').getByRole('link', { name: '去审核' }).click();
    await page.locator('.task-card').first().waitFor();
    revised = await stage.draft(page.url().split('/').pop() as string);
    const states = revised.tasks.map((task) => task.state);
    expect(states.filter((state) => state === 'approved').length).toBeGreaterThan(10);
    expect(states.filter((state) => state !== 'approved').length).toBeGreaterThan(0);
    await page.locator('.banner', { hasText: '这是新版本' }).waitFor();
  });
  it('can be narrowed to what is new', async () => {
    await page.locator('.banner').getByRole('button', { name: /新增/ }).click();
    const tags = await page.locator('.task-card').evaluateAll((cards) => cards.map((card) => card.textContent?.includes('新增')));
    expect(tags.length).toBeGreaterThan(0);
    expect(tags.every(Boolean)).toBe(true);
  });
  it('is compared field by field', async () => {
    await page.getByRole('link', { name: '版本比较' }).click();
    await page.locator('.compare-row').first().waitFor();
    expect(await page.locator('.compare-row ins').count()).toBeGreaterThan(0);
    expect(await page.locator('.compare-row del').count()).toBeGreaterThan(0);
    const filter = page.getByRole('group', { name: '显示' });
    await filter.getByRole('button', { name: /变更/ }).click();
    await filter.getByRole('button', { name: /新增/ }).click();
    const tags = await page.locator('.compare-row .tag').allInnerTexts();
    expect(new Set(tags)).toEqual(new Set(['删去']));
  });
});

describe('links to the higher plan', () => {
  it('are proposed, confirmed one by one or all above a likeness', async () => {
    await page.goto(`${stage.base}/documents/${revised.document_id}/links`);
    await page.locator('.link-row').first().waitFor();
    const before = await page.locator('.link-row .tag.good').count();
    await page.getByRole('button', { name: /^确认：/ }).first().click();
    await said(page, '已确认对应关系');
    await page.waitForFunction((count) => document.querySelectorAll('.link-row .tag.good').length > count, before);
    await page.getByLabel('相似度不低于').fill('50');
    const all = page.getByRole('button', { name: /确认符合的/ });
    if (await all.isEnabled()) {
      await all.click();
      await said(page, /已确认 \d+ 个/);
    }
    await page.getByText('上级方案中没有对应的任务').waitFor();
  });
  it('can be taken back, and proposals set aside', async () => {
    const confirmed = await page.locator('.link-row .tag.good').count();
    await page.getByRole('button', { name: '取消对应' }).first().click();
    await said(page, '已取消对应关系');
    await page.waitForFunction((count) => document.querySelectorAll('.link-row .tag.good').length < count, confirmed);
    const shown = await page.locator('.link-row').count();
    await page.getByRole('button', { name: /^不是：/ }).first().click();
    await said(page, '已略过');
    expect(await page.locator('.link-row').count()).toBe(shown - 1);
    await page.locator('.notice button', { hasText: '撤销' }).click();
    expect(await page.locator('.link-row').count()).toBe(shown);
  });
  it('are seen from the task above', async () => {
    const links = await stage.get<{ links: { higher: { task_id: string }; confirmed: boolean }[] }>(`/api/documents/${revised.document_id}/links`);
    const linked = links.links.find((link) => link.confirmed);
    expect(linked).toBeDefined();
    await page.goto(`${stage.base}/tasks/${linked?.higher.task_id}`);
    await page.getByRole('link', { name: new RegExp('.+') }).first().waitFor();
    await page.locator('h3', { hasText: '下级落实情况' }).waitFor();
    silent(stage);
  });
});
