// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said, samples, silent, smallPlan, Stage, type Api } from './harness';

let stage: Stage;
beforeAll(async () => { stage = await Stage.start(); });
afterAll(async () => { await stage?.stop(); });

async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(({ base64, file }) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], file));
    return data;
  }, { base64: bytes.toString('base64'), file: name });
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: transfer });
}
const item = (page: Page, name: string) => page.locator('.import-item', { hasText: name });
const card = (page: Page, id: string) => page.locator(`[data-task="${id}"]`);

describe('importing', () => {
  const files = readdirSync(join(samples, 'plans')).sort();
  it('takes every sample through the file dialog, several at once', async () => {
    const page = await stage.open('/documents');
    await page.locator('.drop input[type=file]').setInputFiles(files.slice(0, -2).map((name) => join(samples, 'plans', name)));
    for (const name of files.slice(0, -2)) await item(page, name).locator('.tag.good').waitFor({ timeout: 60_000 });
    expect(await page.locator('.document-row').count()).toBe(files.length - 2);
    expect(await page.locator('.import-item .problem').count()).toBe(0);
    await stage.close(page);
    silent(stage);
  });
  it('takes a dropped file', async () => {
    const page = await stage.open('/documents');
    const name = files[files.length - 2] as string;
    await drop(page, name, readFileSync(join(samples, 'plans', name)));
    await item(page, name).locator('.tag.good').waitFor();
    await stage.close(page);
  });
  it('takes pasted text, and offers the way to the review', async () => {
    const page = await stage.open('/documents');
    await page.getByRole('button', { name: '粘贴正文' }).click();
    await page.getByLabel('正文', { exact: true }).fill(readFileSync(join(samples, 'plans', files[files.length - 1] as string), 'utf8'));
    await page.getByLabel('名称（不填则取第一行）').fill('市要点.txt');
    await page.keyboard.press('Control+Enter');
    await item(page, '市要点.txt').getByRole('link', { name: '去审核' }).click();
    await page.locator('.task-card').first().waitFor();
    expect(await page.locator('.task-card').count()).toBeGreaterThan(10);
    await stage.close(page);
    silent(stage);
  });
  it('says that the same file is already here and opens it', async () => {
    const page = await stage.open('/documents');
    await page.locator('.drop input[type=file]').setInputFiles(join(samples, 'plans', files[0] as string));
    await item(page, files[0] as string).getByRole('link', { name: '打开已有的文件' }).click();
    await page.locator('.task-card').first().waitFor();
    await stage.close(page);
  });
  it('says of a document that is no plan that it is none', async () => {
    const page = await stage.open('/documents');
    const row = page.locator('.document-row', { hasText: '13-news-item.txt' });
    await row.locator('.tag', { hasText: '非方案' }).waitFor();
    await stage.close(page);
  });
});

describe('reviewing', () => {
  let draft: Api;
  let page: Page;
  beforeAll(async () => {
    draft = await stage.importText('争议化解.txt', smallPlan);
    expect(draft.tasks.length).toBe(3);
    page = await stage.open(`/documents/${draft.document_id}`);
    await page.locator('.task-card').first().waitFor();
    await page.getByRole('button', { name: '原文顺序' }).click();
  });
  afterAll(async () => {
    await stage.close(page);
    silent(stage);
  });
  const id = (at: number): string => (draft.tasks[at] as Api['tasks'][number]).task_id;
  const lit = (kind: 'task' | 'field'): Promise<string> => page.evaluate((name) => Array.from(document.querySelectorAll(`.source .lit-${name}`)).map((part) => part.textContent).join(''), kind);

  it('shows the source of a task and of a field', async () => {
    await card(page, id(1)).locator('.task-open').click();
    expect(await lit('task')).toContain('设立调解室');
    expect(await lit('task')).toContain('2026年6月30日前');
    expect(await lit('task')).not.toContain('联席会议');
    await card(page, id(1)).locator('.chip', { hasText: '2026年6月30日' }).focus();
    expect(await lit('field')).toContain('2026年6月30日');
  });
  it('finds the task of a place in the source', async () => {
    await page.locator('.source span', { hasText: '回访率' }).first().click();
    expect(await card(page, id(2)).getAttribute('class')).toContain('selected');
  });
  it('corrects a field and keeps it after a reload', async () => {
    await card(page, id(0)).locator('.task-open').click();
    await page.keyboard.press('Enter');
    await page.getByLabel('任务名称').fill('建立联席会议制度');
    await page.keyboard.press('Control+Enter');
    await said(page, '已保存');
    await page.reload();
    await card(page, id(0)).getByText('建立联席会议制度').waitFor();
    expect((await stage.draft(draft.document_id)).tasks[0]?.state).toBe('corrected');
  });
  it('splits at a sentence, merges again, and takes back', async () => {
    await page.getByRole('button', { name: '原文顺序' }).click();
    await card(page, id(1)).locator('.task-open').click();
    await page.keyboard.press('s');
    await page.getByLabel(/^同时公布/).check();
    await page.getByRole('button', { name: '从此处拆分' }).click();
    await said(page, '已拆分');
    expect(await page.locator('.task-card').count()).toBe(4);
    await card(page, id(1)).getByRole('button', { name: '与下一项合并' }).click();
    await said(page, '已合并');
    expect(await page.locator('.task-card').count()).toBe(3);
    await page.locator('.notice button', { hasText: '撤销' }).click();
    await said(page, '已撤销');
    expect(await page.locator('.task-card').count()).toBe(4);
    await page.locator('.review-head').getByRole('button', { name: '撤销' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.task-card').length === 3);
  });
  it('splits at a place in the source', async () => {
    const box = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.querySelector('.source') as Node, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = (node.textContent ?? '').indexOf('同时公布');
        if (at === -1) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { left, top, height } = range.getBoundingClientRect();
        return { x: left + 1, y: top + height / 2 };
      }
      return null;
    });
    expect(box).not.toBeNull();
    await page.mouse.click(box?.x ?? 0, box?.y ?? 0);
    await page.getByRole('button', { name: '从光标处拆分' }).click();
    await said(page, '已拆分');
    const after = await stage.draft(draft.document_id);
    expect(after.tasks.length).toBe(4);
    expect(after.text.slice(after.tasks[2]?.span?.[0], (after.tasks[2]?.span?.[0] ?? 0) + 4)).toBe('同时公布');
    await page.locator('.review-head').getByRole('button', { name: '撤销' }).click();
    await said(page, '已撤销');
  });
  it('removes and adds a task', async () => {
    await card(page, id(2)).locator('.task-open').click();
    await card(page, id(2)).getByRole('button', { name: '删除' }).click();
    await said(page, '已删除任务');
    await page.locator('.notice button', { hasText: '撤销' }).click();
    await said(page, '已撤销');
    await page.getByRole('button', { name: '新增任务' }).click();
    await page.locator('dialog').getByLabel('任务内容').fill('建立案件回访台账。');
    await page.keyboard.press('Control+Enter');
    await said(page, '已新增任务');
    expect((await stage.draft(draft.document_id)).tasks.length).toBe(4);
    await page.locator('.review-head').getByRole('button', { name: '撤销' }).click();
    await said(page, '已撤销');
  });
  it('makes an unknown name an alias, which resolves it everywhere', async () => {
    await page.getByRole('tab', { name: /单位名称/ }).click();
    await page.getByRole('button', { name: '处理：砚湖数字专班' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByRole('combobox', { name: '选择单位' }).click();
    await dialog.getByRole('combobox', { name: '选择单位' }).fill('司法局');
    await dialog.locator('.el-select-dropdown__item:visible').first().click();
    await dialog.getByRole('button', { name: '设为该单位的别名' }).click();
    await said(page, '的别名');
    await page.waitForFunction(() => document.querySelectorAll('.name-list .unresolved').length === 0);
    expect((await stage.get<{ unresolved_count: number }>(`/api/documents/${draft.document_id}`)).unresolved_count).toBe(0);
    await page.getByRole('tab', { name: /^任务/ }).click();
  });
  it('approves a chapter, withdraws, approves the whole', async () => {
    await page.getByRole('button', { name: '原文顺序' }).click();
    await page.getByRole('button', { name: /批准本章/ }).first().click();
    await said(page, '一章');
    expect((await stage.draft(draft.document_id)).tasks.map((task) => task.state)).toEqual(['approved', 'approved', expect.not.stringMatching('approved')]);
    await card(page, id(0)).getByRole('button', { name: /^撤回/ }).click();
    await said(page, '已撤回');
    await page.getByRole('button', { name: /全部批准/ }).click();
    await said(page, '已全部批准');
    expect((await stage.get<{ total: number }>(`/api/ledger?document=${draft.document_id}`)).total).toBe(3);
  });
  it('renews what it shows when somebody else was faster, and loses nothing', async () => {
    const other = await stage.importText('争议化解二.txt', smallPlan.replace('行政争议化解工作', '矛盾纠纷化解工作'));
    const two = await stage.open(`/documents/${other.document_id}`);
    await two.locator('.task-open').first().click();
    await two.keyboard.press('Enter');
    await two.getByLabel('任务名称').fill('我写的名称');
    await stage.post(`/api/documents/${other.document_id}/changes`, JSON.stringify({ revision: other.revision, op: 'set_task', task_id: other.tasks[2]?.task_id, fields: { title: '别人改的' } }));
    await two.keyboard.press('Control+Enter');
    await two.getByText('刚才有人改过这份文件').first().waitFor();
    expect(await two.getByLabel('任务名称').inputValue()).toBe('我写的名称');
    await two.keyboard.press('Control+Enter');
    await said(two, '已保存');
    const titles = (await stage.draft(other.document_id)).tasks.map((task) => task.title);
    expect(titles).toContain('我写的名称');
    expect(titles).toContain('别人改的');
    await stage.close(two);
  });
});
