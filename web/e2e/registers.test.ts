// SPDX-License-Identifier: Apache-2.0
// A normative document goes its way: what the law holds back is told with its article, and what happened is a fact.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, overflow, phone, repository, said, shot, silent, Stage } from './harness';

let stage: Stage;
let page: Page;
let id = '';
beforeAll(async () => {
  stage = await Stage.start();
  page = await stage.open('/registers');
});
afterAll(async () => { await stage?.stop(); });

const attach = (label: string, name: string) => page.locator('.step-form .field', { has: page.getByText(label, { exact: false }) }).locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(`${name}\n虚构的内容。`) });
const take = async (step: string, day: string, fill: () => Promise<void>): Promise<void> => {
  await page.locator('.step-choices button', { hasText: step }).first().click();
  await page.locator('.step-form').getByLabel('办理日期').fill(day);
  await fill();
  await page.locator('.step-form button[type=submit]').click();
};

describe('a record', () => {
  it('is opened from the list of registers', async () => {
    await page.getByRole('link', { name: '行政规范性文件' }).click();
    await page.getByRole('link', { name: '新建记录' }).click();
    const form = page.locator('.step-form');
    await form.getByLabel('办理日期').fill('2026-08-03');
    await form.getByLabel('文件名称').fill('砚湖县促进夜间经济办法');
    await form.getByLabel('制定机关').selectOption('government');
    for (const [label, value] of [['由行政机关或者授权组织制定', 'true'], ['对社会公众有普遍约束力', 'true'], ['在一定时期内反复适用', 'true'], ['属于内部事务的公文', 'false']] as const) await form.getByLabel(label).selectOption(value);
    await form.getByLabel('与市场主体生产经营密切相关').selectOption('true');
    await form.getByLabel('涉及经营者经济活动').selectOption('true');
    await form.locator('button[type=submit]').click();
    await page.locator('h1', { hasText: '砚湖县促进夜间经济办法' }).waitFor();
    id = new URL(page.url()).pathname.split('/').pop() as string;
    expect(await page.locator('.stage-bar .here').innerText()).toContain('立项');
  });
  it('asks for what is missing and keeps what was attached', async () => {
    await take('评估论证必要性', '2026-08-04', () => attach('必要性评估论证', '必要性.txt'));
    await said(page, '已办理');
    await page.getByRole('link', { name: '必要性.txt' }).first().waitFor();
    await take('公开征求意见', '2026-08-05', async () => {
      await attach('草案', '草案.txt');
      await attach('起草说明', '说明.txt');
      await page.locator('.step-form').getByLabel('征求意见渠道').fill('政府门户网站');
    });
    await said(page, '公开征求意见');
    expect(await page.locator('.stage-bar .here').innerText()).toContain('公开征求意见');
  });
  it('is held back before the period is over, with the article and the first possible day', async () => {
    await take('结束征求意见', '2026-08-20', () => page.locator('.step-form').getByLabel('意见归纳和采纳情况').fill('共收到两条意见，均已采纳。'));
    const why = page.locator('.step-form .refusals');
    await why.getByText('《优化营商环境条例》第62条').waitFor();
    expect(await why.innerText()).toContain('2026年9月5日');
    await page.locator('.notice').waitFor({ state: 'detached', timeout: 15_000 }).catch(() => undefined);
    await page.locator('.step-form .banner').scrollIntoViewIfNeeded();
    await shot(page, 'registers-refused');
    if (process.env['README_SHOTS'] === '1') await page.screenshot({ path: join(repository, 'docs/images/refused.png') });
    const { revision } = await stage.get<{ revision: number }>(`/api/records/${id}`);
    expect(revision).toBe(3);
  });
  it('shows why a date is that date', async () => {
    await page.locator('summary', { hasText: '为什么是这一天' }).first().click();
    expect(await page.locator('.receipt').first().innerText()).toContain('至少30日');
  });
  it('records what happened outside as a breach, and takes it back with a reason', async () => {
    const form = page.locator('.step-form');
    await form.getByLabel('这一步实际上已经在程序之外发生').check();
    await form.getByLabel('说明情况').fill('会前已提前截止，现如实补记。');
    await form.locator('button[type=submit]').click();
    await said(page, '已办理');
    await page.locator('.refusals', { hasText: '期限未满先行' }).waitFor();
    await page.getByRole('button', { name: '撤回最近一步' }).click();
    await page.locator('dialog[open]').getByLabel('理由').fill('补记有误');
    await page.locator('dialog[open]').getByRole('button', { name: '撤回最近一步' }).click();
    await said(page, '已撤回');
    expect(await page.locator('.refusals', { hasText: '期限未满先行' }).count()).toBe(0);
  });
  it('goes on once the period is over', async () => {
    await take('结束征求意见', '2026-09-05', () => page.locator('.step-form').getByLabel('意见归纳和采纳情况').fill('共收到两条意见，均已采纳。'));
    await said(page, '已办理');
    expect(await page.locator('.stage-bar .here').innerText()).toContain('征求意见结束');
  });
  it('is corrected with a reason, and the dates that moved are told', async () => {
    await page.getByRole('button', { name: '更正' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('文件名称').fill('砚湖县促进夜间经济发展办法');
    await dialog.getByLabel('“公开征求意见”的办理日期').fill('2026-08-04');
    await dialog.locator('label', { hasText: '理由' }).locator('textarea').fill('公告实际早一天发布');
    await shot(page, 'registers-correct');
    await dialog.getByRole('button', { name: '更正', exact: true }).click();
    await page.locator('.banner', { hasText: '日期有变化' }).waitFor();
    expect(await page.locator('.banner', { hasText: '日期有变化' }).innerText()).toMatch(/公开征求意见期.*2026年9月4日 → 2026年9月3日/);
    await page.locator('h1', { hasText: '砚湖县促进夜间经济发展办法' }).waitFor();
  });
  it('keeps what a person filled in when a colleague was faster', async () => {
    const other = await stage.open(`/registers/normative_document/${id}`);
    await other.locator('.step-choices button', { hasText: '公平竞争审查' }).first().click();
    await other.locator('.step-form').getByLabel('办理日期').fill('2026-09-08');
    await other.locator('.step-form').getByLabel('例外的实施期限或终止条件').fill('两年');
    await other.locator('.step-form').getByLabel('公平竞争审查结论').selectOption('exception');
    const { revision } = await stage.get<{ revision: number }>(`/api/records/${id}`);
    await stage.post(`/api/records/${id}/corrections`, JSON.stringify({ revision, fields: { consultation_channel: '政府门户网站、公众号' }, reason: '漏记' }));
    await other.locator('.step-form button[type=submit]').click();
    await other.locator('.step-form .problem', { hasText: '您填写的还在' }).waitFor();
    expect(await other.locator('.step-form').getByLabel('例外的实施期限或终止条件').inputValue()).toBe('两年');
    await other.locator('.step-form button[type=submit]').click();
    await other.locator('.step-form .refusals', { hasText: '有书面审查结论' }).waitFor();
    await stage.close(other);
    await page.reload();
    await page.getByText('政府门户网站、公众号').first().waitFor();
  });
  it('can be seen as it stood on a past day', async () => {
    await page.getByLabel('查看哪一天的情况').fill('2026-08-03');
    await page.getByText('这是2026年8月3日当天结束时的情况').waitFor();
    expect(await page.locator('.stage-bar .here').innerText()).toContain('立项');
    await page.getByLabel('查看哪一天的情况').fill('');
    await page.locator('.stage-bar .here', { hasText: '征求意见结束' }).waitFor();
  });
  it('stands in the list, found by text and state', async () => {
    await page.goto(`${stage.base}/registers/normative_document?q=${encodeURIComponent('夜间经济')}`);
    await page.locator('.record-table').getByRole('link', { name: '砚湖县促进夜间经济发展办法' }).waitFor();
    await page.locator('.chip', { hasText: '征求意见结束' }).click();
    await page.locator('.record-table').getByRole('link', { name: '砚湖县促进夜间经济发展办法' }).waitFor();
  });
});

describe('tasks of the ledger', () => {
  it('are records of the register of tasks', async () => {
    const draft = await stage.importFile('plans/01-role-lines.txt');
    await stage.approveAll(draft.document_id);
    const { total } = await stage.get<{ total: number }>('/api/registers/task/records');
    expect(total).toBe(draft.tasks.length);
    await page.goto(`${stage.base}/registers/task`);
    await page.locator('.record-table tbody tr').first().waitFor();
    await shot(page, 'registers-tasks');
  });
});

describe('rules', () => {
  it('are told with their articles, and what if is answered', async () => {
    await page.goto(`${stage.base}/rules/normative_document`);
    await page.getByText('《优化营商环境条例》第62条').first().waitFor();
    await page.getByRole('tab', { name: '假设推演' }).click();
    await page.getByLabel('选择期限').selectOption({ index: 1 }).catch(() => undefined);
    await page.getByLabel('选择期限').selectOption('normdoc.public_consultation.market.min_days');
    await page.getByLabel('改为').fill('45');
    await page.getByRole('button', { name: '推演' }).click();
    await page.getByText('检查了 1 条记录，1 条结果不同').waitFor();
    await shot(page, 'rules-what-if');
  });
});

describe('every page of registers and rules', () => {
  for (const path of ['/registers', '/registers/normative_document', '/registers/normative_document/new', '/rules', '/rules/major_decision', 'record']) {
    it(`fits and reads well: ${path}`, async () => {
      for (const size of [{ width: 1280, height: 800 }, phone]) {
        const one = await stage.open(path === 'record' ? `/registers/normative_document/${id}` : path, size);
        await one.locator('h1').waitFor();
        await one.waitForLoadState('networkidle');
        expect(await overflow(one), `${size.width}`).toBeLessThanOrEqual(0);
        expect(await faultsOf(one)).toEqual([]);
        await shot(one, `registers${path.replaceAll('/', '-')}-${size.width}`);
        await stage.close(one);
      }
    });
  }
  it('said nothing wrong to the console', () => silent(stage));
});
