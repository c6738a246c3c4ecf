// SPDX-License-Identifier: Apache-2.0
// Registers as people use them: sheets in and out, saved views, half-filled forms, personal data, lots, numbers, last days.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, overflow, phone, said, shot, silent, Stage, wide } from './harness';

interface Row { record_id: string; title: string }
interface Detail { record_id: string; revision: number; fields: Record<string, unknown>; children: { record_id: string; unit: string }[] }
let stage: Stage;
let page: Page;
let paper = '';
let decision = '';
let task = '';
const rowsOf = async (register: string): Promise<Row[]> => (await stage.get<{ items: Row[] }>(`/api/registers/${register}/records`)).items;
const begin = (register: string, step: string, on: string, fields: object): Promise<Detail> => stage.post<Detail>(`/api/registers/${register}/records`, JSON.stringify({ step, on, fields }));
const chip = (text: string) => page.locator('.list-filters .chip', { hasText: text }).first();

beforeAll(async () => {
  stage = await Stage.start();
  const draft = await stage.importFile('plans/01-role-lines.txt');
  await stage.approveAll(draft.document_id);
  // One that some unit has: sentences about all of them have none.
  for (const row of await rowsOf('task')) {
    task = row.record_id;
    if ((await stage.get<Detail>(`/api/records/${task}`)).children.length > 0) break;
  }
  decision = (await begin('major_decision', 'propose', '2026-09-01', { title: '新建砚湖南路小学', drafting_unit: 'gaj', technical: true, adverse: false, touches_market: false, non_public: false })).record_id;
  page = await stage.open('/registers/expert');
});
afterAll(async () => { await stage?.stop(); });

describe('a sheet', () => {
  const heads = '专家编号\t姓名\t联系电话\t专业\t职称、职务\t爱好';
  const good = ['ZJ-01\t沈小满\t13800000001\t法律\t教授\t书法', 'ZJ-02\t顾长河\t13800000002\t法律\t律师\t', 'ZJ-03\t陆一舟\t13800000003\t法律\t副教授\t', 'ZJ-04\t许青禾\t13800000004\t法律\t研究员\t'];
  const bad = 'ZJ-05\t何知秋\t13800000005\t占星\t顾问\t';
  const paste = async (lines: string[]): Promise<void> => {
    const dialog = page.locator('dialog[open]');
    const area = dialog.getByLabel('把表头和各行一起粘贴到这里');
    if (!(await area.isVisible())) await dialog.getByText('从表格粘贴', { exact: true }).click();
    await area.fill([heads, ...lines].join('\n'));
    await dialog.getByRole('button', { name: '检查粘贴的内容' }).click();
    await dialog.locator('.import-rows').waitFor();
  };
  it('has a template', async () => {
    await page.getByRole('button', { name: '导入', exact: true }).click();
    const waiting = page.waitForEvent('download');
    await page.locator('dialog[open]').getByRole('button', { name: '下载模板' }).click();
    expect((await waiting).suggestedFilename()).toMatch(/\.xlsx$/);
  });
  it('is answered row by row before anything is done', async () => {
    await paste([...good, bad]);
    const dialog = page.locator('dialog[open]');
    expect(await dialog.innerText()).toContain('新建 4 条，更改 0 条，不变 0 条；1 条有问题');
    expect(await dialog.locator('.import-rows > li').first().innerText()).toMatch(/第 6 行[\s\S]*专业[\s\S]*占星/);
    expect(await dialog.innerText()).toContain('没有用到的列：爱好');
    expect(await rowsOf('expert')).toHaveLength(0);
    await shot(page, 'more-import');
  });
  it('gives the faulty rows back', async () => {
    const waiting = page.waitForEvent('download');
    await page.locator('dialog[open]').getByRole('button', { name: '下载问题表' }).click();
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
    expect(readFileSync(await file.path()).subarray(0, 2).toString()).toBe('PK');
  });
  it('is applied, and the same rows again change nothing', async () => {
    await page.locator('dialog[open]').getByRole('button', { name: '导入 4 条' }).click();
    await said(page, '新建 4 条');
    await page.locator('dialog[open]').getByRole('button', { name: '关闭', exact: true }).last().click();
    await page.locator('.record-table tbody tr').nth(3).waitFor();
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await paste([...good, bad.replace('占星', '其他')]);
    expect(await page.locator('dialog[open]').innerText()).toContain('新建 1 条，更改 0 条，不变 4 条；0 条有问题');
    await page.keyboard.press('Escape');
    expect(await rowsOf('expert')).toHaveLength(4);
  });
  it('goes out whole', async () => {
    await page.getByRole('button', { name: '导出', exact: true }).click();
    const waiting = page.waitForEvent('download');
    await page.locator('dialog[open]').getByRole('button', { name: 'CSV 文件' }).click();
    const text = readFileSync(await (await waiting).path(), 'utf8');
    expect(text.trim().split('\n').length).toBe(5);
    expect(text).toContain('ZJ-03');
    expect(text).not.toContain('13800000003');
    await said(page, '已导出');
  });
});

describe('a list', () => {
  it('keeps its filters in the address and under a name', async () => {
    await page.goto(`${stage.base}/registers/task`);
    await page.locator('.record-table tbody tr').first().waitFor();
    await chip('已下达').click();
    await page.getByLabel('排序').selectOption('due');
    await expect.poll(() => new URL(page.url()).search).toContain('state=issued');
    await page.getByRole('button', { name: '存为视图' }).click();
    await page.locator('dialog[open]').getByLabel('名称').fill('等签收的');
    await page.locator('dialog[open]').getByLabel('与同事共用').check();
    await page.locator('dialog[open]').getByRole('button', { name: '保存' }).click();
    await said(page, '等签收的');
    await page.goto(`${stage.base}/registers/task`);
    await page.locator('.view-bar .chip', { hasText: '等签收的' }).click();
    await expect.poll(() => new URL(page.url()).search).toMatch(/(?=.*sort=due)(?=.*state=issued)/);
  });
  it('gives a removed view back', async () => {
    await page.getByRole('button', { name: '修改视图“等签收的”' }).click();
    await page.locator('dialog[open]').getByLabel('名称').fill('还没签收的');
    await page.locator('dialog[open]').getByRole('button', { name: '保存' }).click();
    await page.locator('.view-bar .chip', { hasText: '还没签收的' }).waitFor();
    await page.getByRole('button', { name: '修改视图“还没签收的”' }).click();
    await page.locator('dialog[open]').getByRole('button', { name: '删除视图' }).click();
    await page.locator('.view-bar .chip', { hasText: '还没签收的' }).waitFor({ state: 'detached' });
    await page.locator('.notice').getByRole('button', { name: '撤销' }).click();
    await page.locator('.view-bar .chip', { hasText: '还没签收的' }).waitFor();
  });
  it('shows the columns that were chosen', async () => {
    await page.getByRole('button', { name: '选择列' }).click();
    await page.locator('dialog[open]').getByLabel('开始日期').uncheck();
    await page.locator('dialog[open]').getByRole('button', { name: '按此显示' }).click();
    await expect.poll(() => page.locator('.record-table th').allInnerTexts()).not.toContain('开始日期');
  });
});

describe('a number', () => {
  it('is told, not asked, and given without holes', async () => {
    await page.goto(`${stage.base}/registers/supervision_paper/new`);
    const form = page.locator('.step-form');
    await form.getByText('由程序自动给出，不用填写：文号').waitFor();
    expect(await form.getByLabel('文号').count()).toBe(0);
    for (const title of ['催办规范性文件清理', '催办培训']) {
      await begin('supervision_paper', 'issue', '2026-11-02', { kind: 'reminder', title, unit: 'gaj', issuing_code: '砚法办督', demand: '三日内反馈。', answer_due_on: '2026-11-30' });
    }
    paper = ((await rowsOf('supervision_paper'))[0] as Row).record_id;
    await page.goto(`${stage.base}/registers/supervision_paper/numbers`);
    await page.getByText('没有空号').waitFor();
    expect(await page.locator('.number-table tbody tr').count()).toBe(2);
    expect(await page.locator('h2').first().innerText()).toContain('砚法办督');
  });
});

describe('a form', () => {
  it('comes back half-filled until it is sent or thrown away', async () => {
    await page.goto(`${stage.base}/registers/supervision_paper/${paper}`);
    // What waits for another unit is told, with its name.
    await page.getByText(/等待他人办理：收文（砚湖县公安局的/).waitFor();
    await page.locator('.step-choices button', { hasText: '进行约谈' }).click();
    await page.locator('.step-form').getByLabel('约谈要点').fill('约谈了分管负责人');
    await page.goto(`${stage.base}/registers`);
    await page.goto(`${stage.base}/registers/supervision_paper/${paper}`);
    await page.locator('.step-choices button', { hasText: '有草稿' }).click();
    await page.getByText('已恢复上次没有提交的内容').waitFor();
    expect(await page.locator('.step-form').getByLabel('约谈要点').inputValue()).toBe('约谈了分管负责人');
    // What the law needs is said before anybody tries.
    await page.locator('.law-needs summary').click();
    await page.locator('.law-needs .tag', { hasText: '未满足' }).waitFor();
    await page.getByRole('button', { name: '不要草稿' }).click();
    expect(await page.locator('.step-form').getByLabel('约谈要点').inputValue()).toBe('');
    await page.locator('.step-form').getByRole('button', { name: '取消' }).click();
    expect(await page.locator('.step-choices button', { hasText: '有草稿' }).count()).toBe(0);
  });
  it('does not ask again for what is there', async () => {
    await page.goto(`${stage.base}/registers/expert/${((await rowsOf('expert'))[0] as Row).record_id}?step=update`);
    const kept = page.locator('.kept-fields');
    await kept.getByText('法律', { exact: true }).waitFor();
    expect(await page.locator('.step-form').getByLabel('职称、职务').count()).toBe(0);
    await kept.getByRole('button', { name: /更改\s*职称/ }).click();
    await page.locator('.step-form').getByLabel('职称、职务').fill('博士生导师');
    await page.locator('.step-form button[type=submit]').click();
    await said(page, '已办理');
    await page.locator('.record-fields').getByText('博士生导师').waitFor();
  });
  it('leaves its differences in the history, with the name of who did it', async () => {
    const timeline = page.locator('.timeline');
    await timeline.locator('summary').first().click();
    await timeline.locator('ins').first().waitFor();
    expect(await timeline.innerText()).toContain('沈知行');
  });
});

describe('personal data', () => {
  it('is masked until somebody says why, and again afterwards', async () => {
    const one = (await rowsOf('expert'))[0] as Row;
    await page.goto(`${stage.base}/registers/expert/${one.record_id}`);
    await page.locator('.record-fields').waitFor();
    expect(await page.locator('.record-fields').innerText()).not.toMatch(/1380000000\d/);
    await page.getByRole('button', { name: '查看个人信息' }).click();
    const look = page.locator('dialog[open]');
    expect(await look.innerText()).toContain('会记录下来');
    await look.getByLabel('理由').fill('通知参加论证');
    await look.getByRole('button', { name: '查看个人信息' }).click();
    await page.getByText('本次查看已经记录').waitFor();
    expect(await page.locator('.record-fields').innerText()).toMatch(/1380000000\d/);
    await page.goto(`${stage.base}/registers`);
    await page.goto(`${stage.base}/registers/expert/${one.record_id}`);
    await page.locator('.record-fields').waitFor();
    expect(await page.locator('.record-fields').innerText()).not.toMatch(/1380000000\d/);
  });
});

describe('lots', () => {
  it('come out the same when anybody draws again', async () => {
    await page.goto(`${stage.base}/registers/major_decision/${decision}?step=draw_experts`);
    const form = page.locator('.step-form');
    await form.getByText('由程序自动给出，不用填写').waitFor();
    await form.getByLabel('需要的专业').selectOption('law');
    await form.getByLabel('抽取人数').fill('2');
    await form.locator('button[type=submit]').click();
    await said(page, '已办理');
    await page.getByRole('button', { name: '重新抽取核对' }).click();
    await page.locator('.draw-verdict', { hasText: '结果一致' }).waitFor();
    expect(await page.locator('.draw-verdict li').count()).toBe(2);
    await page.locator('.draw-verdict').scrollIntoViewIfNeeded();
    await shot(page, 'more-draw');
  });
});

describe('what belongs together', () => {
  it('shows the parts of a task, each with its unit and light', async () => {
    const { children } = await stage.get<Detail>(`/api/records/${task}`);
    expect(children.length).toBeGreaterThan(0);
    await page.goto(`${stage.base}/registers/task/${task}`);
    const list = page.locator('.child-list').first();
    await list.locator('.tag').first().waitFor();
    expect(await list.locator('li').count()).toBeGreaterThan(0);
    await list.getByRole('link').first().click();
    await page.getByText('属于').waitFor();
  });
  it('is put together as a file', async () => {
    await page.goto(`${stage.base}/registers/major_decision/${decision}`);
    await page.locator('.panel-details summary').click();
    await page.locator('.dossier-parts li').first().waitFor();
    await page.locator('.panel-details .tag', { hasText: /缺 \d+ 份材料/ }).first().waitFor();
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载案卷' }).click();
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(/\.zip$/);
    expect(readFileSync(await file.path()).subarray(0, 2).toString()).toBe('PK');
  });
});

describe('last days', () => {
  it('stand in the month, with the way to their records', async () => {
    await page.goto(`${stage.base}/deadlines?month=2026-11&register=supervision_paper`);
    const link = page.locator('.due-month').getByRole('link', { name: '催办培训' });
    await link.first().click();
    await page.locator('h1', { hasText: '催办培训' }).waitFor();
  });
});

describe('what if', () => {
  it('asks a register with a period that can be changed', async () => {
    await page.goto(`${stage.base}/rules/what-if?register=normative_document`);
    await page.getByLabel('选择期限').selectOption('normdoc.public_consultation.market.min_days');
    await page.getByText('和现行规定一样').waitFor();
    await page.getByLabel('改为').fill('45');
    await page.getByRole('button', { name: '推演', exact: true }).click();
    await page.getByText(/检查了 \d+ 条记录/).waitFor();
  });
});

describe('every page', () => {
  const paths: [string, () => string][] = [
    ['list', () => '/registers/task'], ['people', () => '/registers/expert'], ['paper', () => `/registers/supervision_paper/${paper}`], ['task', () => `/registers/task/${task}`], ['decision', () => `/registers/major_decision/${decision}`],
    ['form', () => `/registers/major_decision/${decision}?step=draw_experts`], ['numbers', () => '/registers/supervision_paper/numbers'], ['deadlines', () => '/deadlines?month=2026-11'], ['what-if', () => '/rules/what-if'], ['roles', () => '/rules'],
  ];
  for (const [name, path] of paths) {
    it(`fits and reads well: ${name}`, async () => {
      for (const size of [wide, phone]) {
        const one = await stage.open(path(), size);
        await one.locator('h1').waitFor();
        await one.waitForLoadState('networkidle');
        expect(await overflow(one), `${size.width}`).toBeLessThanOrEqual(0);
        expect(await faultsOf(one)).toEqual([]);
        await shot(one, `more-${name}-${size.width}`);
        await stage.close(one);
      }
    });
  }
  it('reads in English too', async () => {
    const one = await stage.open(`/registers/supervision_paper/${paper}`, phone, 'en');
    await one.getByText('The file of this record').waitFor();
    expect(await overflow(one)).toBeLessThanOrEqual(0);
    await stage.close(one);
  });
  it('said nothing wrong to the console', () => silent(stage));
});
