// SPDX-License-Identifier: Apache-2.0
// The page of evidence with the real program, and a server in between that lies.
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, overflow, phone, shot, silent, smallPlan, Stage } from './harness';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await Stage.start();
  const { document_id } = await stage.importText('争议化解.txt', smallPlan);
  await stage.approveAll(document_id);
  page = await stage.open('/proof');
});
afterAll(async () => { await stage.stop(); });

const verdict = (section: string) => page.locator(`section[aria-label="${section}"] .verdict`);
async function lying(pattern: string, change: (text: string) => string, act: () => Promise<void>): Promise<void> {
  const lie = async (route: Route): Promise<void> => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: change(await answer.text()) });
  };
  await page.route(pattern, lie);
  await act();
  await page.unroute(pattern);
}

describe('the proof page', () => {
  it('checks the checkpoint, and remembers it for the next visit', async () => {
    await verdict('最新检查点').getByText('检查点有效').waitFor();
    expect(await verdict('最新检查点').textContent()).toContain('签名有效');
    expect(await verdict('最新检查点').textContent()).toContain('第一次核对');
    await stage.importText('又一份.txt', smallPlan.replace('2026年', '2027年'));
    await page.reload();
    await verdict('最新检查点').getByText('只增不改').waitFor();
  });
  it('is reached from the history of a task and checks the entry', async () => {
    const { items } = await stage.get<{ items: { task_id: string }[] }>('/api/ledger');
    await page.goto(`${stage.base}/tasks/${items[0]?.task_id}`);
    await page.getByRole('link', { name: '核对' }).first().click();
    await verdict('核对一条记录').getByText('与当初写入时一致').waitFor();
    expect(await verdict('核对一条记录').textContent()).toContain('沿散列树走');
    expect(await page.locator('.entry-text').textContent()).toContain('"sequence"');
    await shot(page, 'proof-wide');
    expect(await faultsOf(page)).toEqual([]);
  });
  it('finds an answer that was tampered with', async () => {
    await lying('**/api/proof/entry/*', (text) => text.replace('县司法局', '县财政局').replace('tasks_approved', 'tasks_withdrawn'), async () => {
      await page.getByRole('button', { name: '核对', exact: true }).click();
      await verdict('核对一条记录').getByText('通不过核对').waitFor();
    });
    expect(await verdict('核对一条记录').textContent()).toContain('内容被改过');
    await shot(page, 'proof-broken-wide');
    await lying('**/api/proof/inclusion*', (text) => text.replace(/[0-9a-f]{64}/, '0'.repeat(64)), async () => {
      await page.getByRole('button', { name: '核对', exact: true }).click();
      await verdict('核对一条记录').getByText('不在检查点签名的记录之中').waitFor();
    });
    await lying('**/api/proof/checkpoint', (text) => text.replace(/number (\d+)/, 'number 9$1'), async () => {
      await page.reload();
      await verdict('最新检查点').getByText('签名无效').waitFor();
      await verdict('核对一条记录').getByText('不能用它来证明任何记录').waitFor();
    });
    // A server that signs a shorter history is caught by what this browser saw last.
    await page.evaluate(() => {
      const seen = JSON.parse(localStorage.getItem('plumbline.checkpoint') ?? '{}') as { note: string };
      seen.note = seen.note.replace(/\n\d+\n/, '\n900000\n');
      localStorage.setItem('plumbline.checkpoint', JSON.stringify(seen));
    });
    await page.reload();
    await verdict('最新检查点').getByText('记录变少了').waitFor();
    await page.evaluate(() => localStorage.removeItem('plumbline.checkpoint'));
  });
  it('compares with a checkpoint that was published', async () => {
    const { note } = await stage.get<{ note: string }>('/api/proof/checkpoint');
    await stage.importText('第三份.txt', smallPlan.replace('2026年', '2028年'));
    await page.reload();
    await verdict('最新检查点').getByText('检查点有效').waitFor();
    await page.getByLabel('粘贴公布的检查点全文').fill(note);
    await page.getByRole('button', { name: '比较' }).click();
    await verdict('与已公布的检查点比较').getByText('完整地延续').waitFor();
    await page.getByLabel('粘贴公布的检查点全文').fill(note.replace(/number \d+/, 'number 99'));
    await page.getByRole('button', { name: '比较' }).click();
    await verdict('与已公布的检查点比较').getByText('签名无效').waitFor();
  });
  it('says plainly that there is no such record', async () => {
    await page.getByLabel('记录编号').fill('99999');
    await page.getByRole('button', { name: '核对', exact: true }).click();
    await page.locator('.problem').waitFor();
    silent(stage);
  });
  it('fits a phone', async () => {
    const small = await stage.open('/proof?sequence=2', phone);
    await small.locator('section[aria-label="核对一条记录"] .verdict').waitFor();
    expect(await overflow(small)).toBeLessThanOrEqual(0);
    await small.screenshot({ path: 'e2e/out/proof-phone.png', fullPage: true });
    expect(await faultsOf(small)).toEqual([]);
    await stage.close(small);
    silent(stage);
  });
});
