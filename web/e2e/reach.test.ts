// SPDX-License-Identifier: Apache-2.0
// Everybody: with the keyboard alone, on a phone, in English, and when something is broken.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overflow, phone, reached, said, samples, silent, smallPlan, Stage, wide } from './harness';

let stage: Stage;
beforeAll(async () => { stage = await Stage.start(); });
afterAll(async () => { await stage?.stop(); });

it('goes from import to approval with the keyboard alone', async () => {
  const page = await stage.open('/ledger');
  await page.locator('.empty-title').waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: '键盘快捷键' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await reached(page, '/documents');
  const tabTo = async (words: RegExp): Promise<void> => {
    for (let count = 0; count < 60; count += 1) {
      await page.keyboard.press('Tab');
      if (words.test(await page.evaluate(() => document.activeElement?.textContent ?? ''))) return;
    }
    throw new Error(`cannot reach ${words} by Tab`);
  };
  await tabTo(/^粘贴正文$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '粘贴正文' }).waitFor();
  await page.keyboard.insertText(smallPlan);
  await page.keyboard.press('Control+Enter');
  await page.locator('.import-item .tag.good').waitFor();
  await tabTo(/^去审核$/);
  await page.keyboard.press('Enter');
  await page.locator('.task-card').first().waitFor();
  await page.keyboard.press('j');
  const title = await page.evaluate(() => document.activeElement?.textContent ?? '');
  await page.keyboard.press('j');
  expect(await page.evaluate(() => document.activeElement?.textContent ?? '')).not.toBe(title);
  await page.keyboard.press('k');
  expect(await page.evaluate(() => document.activeElement?.textContent ?? '')).toBe(title);
  await page.keyboard.press('Enter');
  await page.locator('.task-form').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('键盘改的名称');
  await page.keyboard.press('Control+Enter');
  await said(page, '已保存');
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('键盘改的名称'));
  await page.keyboard.press('u');
  await said(page, '已撤销');
  await page.keyboard.press('a');
  await said(page, '已批准 1 项任务');
  // The next one is selected by itself.
  await page.locator('.task-card.selected:not(.approved)').waitFor();
  await page.keyboard.press('a');
  await page.waitForFunction(() => document.querySelectorAll('.task-card.approved').length === 2);
  await page.keyboard.press('/');
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).type)).toBe('search');
  await stage.close(page);
  silent(stage);
});

it('works on a phone 360 pixels wide', async () => {
  const page = await stage.open('/documents', phone);
  await page.getByRole('button', { name: '菜单' }).click();
  await page.getByRole('link', { name: '组织机构' }).click();
  await reached(page, '/organisation');
  await page.locator('.tree-item').first().waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.goto(`${stage.base}/documents`);
  await page.locator('.drop input[type=file]').setInputFiles(join(samples, 'plans/06-pipe-table.txt'));
  await page.locator('.import-item').getByRole('link', { name: '去审核' }).click();
  await page.locator('.task-card').first().waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.locator('.task-open').first().click();
  await page.locator('.task-card.selected').getByRole('button', { name: '看原文' }).click();
  await page.locator('.source .lit-task').first().waitFor();
  expect(await page.evaluate(() => {
    const box = document.querySelector('.source .lit-task')?.getBoundingClientRect();
    return box !== undefined && box.top > 0 && box.top < window.innerHeight;
  })).toBe(true);
  await page.getByRole('button', { name: '回到任务' }).click();
  await page.locator('.task-card.selected').getByRole('button', { name: '编辑' }).click();
  await page.getByLabel('任务内容').waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /全部批准/ }).click();
  await said(page, '已全部批准');
  await page.goto(`${stage.base}/ledger`);
  await page.locator('.ledger-card').first().waitFor();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  const small = await page.evaluate(() => Array.from(document.querySelectorAll('main button, .top button, main select, main input:not([type=checkbox])')).filter((part) => {
    const box = part.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.height < 43.5;
  }).map((part) => part.outerHTML.slice(0, 80)));
  expect(small).toEqual([]);
  await stage.close(page);
  silent(stage);
});

it('speaks English when asked to, and remembers it', async () => {
  const page = await stage.open('/documents');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Documents', level: 1 }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  await page.locator('.drop input[type=file]').setInputFiles({ name: 'broken.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK\u0003\u0004 not a document') });
  const problem = page.locator('.problem-title').first();
  await problem.waitFor();
  expect(await problem.innerText()).toMatch(/^[\x20-\x7e“”’]+$/);
  for (const path of ['/ledger', '/organisation']) {
    await page.goto(stage.base + path);
    await page.locator('h1').waitFor();
    expect(await page.locator('h1').innerText()).toMatch(/^[A-Za-z ]+$/);
  }
  await stage.close(page);
});

describe('when something is broken', () => {
  it('says of every bad file what is wrong and keeps the good ones', async () => {
    const page = await stage.open('/documents');
    const docx = readFileSync(join(samples, 'plans/03-ledger-table.docx'));
    const scanned = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n167\n%%EOF\n');
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
    await page.locator('.drop input[type=file]').setInputFiles([
      file('断掉的.docx', docx.subarray(0, docx.length / 2)), file('扫描件.pdf', scanned), file('空的.txt', Buffer.alloc(0)), file('好的.docx', docx),
    ]);
    await page.locator('.import-item', { hasText: '好的.docx' }).locator('.tag.good').waitFor();
    for (const name of ['断掉的.docx', '扫描件.pdf', '空的.txt']) {
      const words = await page.locator('.import-item', { hasText: name }).locator('.problem').innerText();
      expect(words, name).toMatch(/[\u4e00-\u9fff]{4}/);
      expect(words, name).toMatch(/document\.\w+|api\.\w+/);
    }
    expect(await page.locator('.document-row', { hasText: '扫描件' }).count()).toBe(0);
    await stage.close(page);
  });
  it('has a page for what is not there', async () => {
    const page = await stage.open('/nowhere');
    await page.getByRole('heading', { name: '没有这一页' }).waitFor();
    await page.goto(`${stage.base}/documents/none`);
    await page.locator('.problem').waitFor();
    await page.goto(`${stage.base}/tasks/none`);
    await page.locator('.problem').getByRole('button', { name: '重试' }).waitFor();
    await stage.close(page);
    silent(stage);
  });
  it('says that the server is away, keeps pasted text and goes on when it is back', async () => {
    const page = await stage.open('/documents', wide);
    await page.locator('.document-row').first().waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '粘贴正文' }).click();
    await page.getByLabel('正文', { exact: true }).fill(smallPlan.replaceAll('争议', '纠纷'));
    await page.keyboard.press('Control+Enter');
    await page.locator('.import-item .problem', { hasText: '连接不上服务器' }).waitFor();
    await page.context().setOffline(false);
    await page.locator('.import-item').getByRole('button', { name: '重试' }).click();
    await page.locator('.import-item .tag.good').waitFor();
    await stage.close(page);
    silent(stage);
  });
});
