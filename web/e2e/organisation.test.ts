// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { said, silent, Stage } from './harness';

let stage: Stage;
let page: Page;
interface Unit { id: string; names: { name: string; from: string | null }[]; aliases: string[] }
const units = async (): Promise<Unit[]> => (await stage.get<{ units: Unit[] }>('/api/organisation')).units;
beforeAll(async () => {
  stage = await Stage.start();
  page = await stage.open('/organisation');
  await page.locator('.tree-item').first().waitFor();
});
afterAll(async () => { await stage?.stop(); });

describe('the organisation', () => {
  it('is searched and opened', async () => {
    await page.getByLabel('搜索名称或别名').fill('司法局');
    await page.locator('.tree-item', { hasText: '司法局' }).first().click();
    expect(await page.locator('#unit-panel h2').innerText()).toContain('司法局');
    expect(new URL(page.url()).searchParams.get('unit')).toBeTruthy();
  });
  it('gets an alias and a dated name', async () => {
    const id = new URL(page.url()).searchParams.get('unit');
    const aliases = page.getByLabel('别名、简称（每行一个）');
    await aliases.fill(`${await aliases.inputValue()}\n法治牵头部门`);
    await page.getByRole('button', { name: '保存' }).click();
    await said(page, '已保存');
    expect((await units()).find((unit) => unit.id === id)?.aliases).toContain('法治牵头部门');
    await page.getByRole('button', { name: '添加名称' }).click();
    await page.locator('.name-row').last().getByLabel('名称', { exact: true }).fill('砚湖县法治局');
    await page.locator('.name-row').last().getByLabel('启用').fill('2030-01-01');
    await page.locator('.name-row').first().getByLabel('停用').fill('2030-01-01');
    await page.getByRole('button', { name: '保存' }).click();
    await said(page, '已保存');
    await page.getByLabel('搜索名称或别名').fill('');
    await page.getByLabel('查看哪一天的机构').fill('2031-01-01');
    await page.locator('.tree-item', { hasText: '砚湖县法治局' }).waitFor();
    await page.getByLabel('查看哪一天的机构').fill('');
  });
  it('refuses an alias that somebody else has, in plain words', async () => {
    const aliases = page.getByLabel('别名、简称（每行一个）');
    const before = await aliases.inputValue();
    const taken = (await units()).find((unit) => unit.aliases.length > 0 && !before.includes(unit.aliases[0] as string));
    await aliases.fill(`${before}\n${taken?.aliases[0]}`);
    await page.getByRole('button', { name: '保存' }).click();
    await page.locator('.unit-form .problem').waitFor();
    await page.getByRole('button', { name: '恢复原样' }).click();
    expect(await aliases.inputValue()).toBe(before);
  });
  it('gets a unit, loses it and gets it back', async () => {
    const count = (await units()).length;
    await page.getByRole('button', { name: '新建单位' }).click();
    await page.locator('.unit-form').getByLabel('名称', { exact: true }).fill('砚湖数字专班');
    await page.getByRole('button', { name: '保存' }).click();
    await said(page, '已保存砚湖数字专班');
    expect((await units()).length).toBe(count + 1);
    await page.locator('.unit-form').getByRole('button', { name: '删除单位' }).click();
    await page.locator('dialog[open]').getByRole('button', { name: '删除单位' }).click();
    await said(page, '已删除');
    expect((await units()).length).toBe(count);
    await page.locator('.notice button', { hasText: '撤销' }).click();
    await said(page, '已保存砚湖数字专班');
    expect((await units()).length).toBe(count + 1);
  });
  it('goes out as a sheet and comes back changed, counted before it is written', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出 CSV' }).click()]);
    const sheet = readFileSync(await download.path(), 'utf8');
    expect(sheet).toContain('砚湖数字专班');
    await page.getByRole('button', { name: '导入机构表' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('input[type=file]').setInputFiles({ name: '机构.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet.replace('砚湖数字专班', '砚湖数字工作专班')) });
    await dialog.getByText(/变更 1 个/).waitFor();
    await dialog.getByRole('button', { name: '写入' }).click();
    await said(page, '变更 1 个');
    expect((await units()).some((unit) => unit.names.some((name) => name.name === '砚湖数字工作专班'))).toBe(true);
  });
  it('lists the faulty cells of a sheet', async () => {
    await page.getByRole('button', { name: '导入机构表' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('input[type=file]').setInputFiles({ name: '坏.csv', mimeType: 'text/csv', buffer: Buffer.from('编号,上级编号,名称,类别\na,没有的,甲局,政府部门\na,,乙局,政府部门\n') });
    await dialog.locator('.problem').waitFor();
    await page.keyboard.press('Escape');
    silent(stage);
  });
});
