// SPDX-License-Identifier: Apache-2.0
// A newcomer's day: from the one-time code to a task that is done, one that is late, a document that the law holds back twice, and a
// decision whose file proves itself.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, overflow, password, phone, program, reached, repository, said, samples, shot, silent, Stage, wide } from './harness';

const plan = `砚湖县2026年第四季度法治政府建设重点任务
为做好第四季度工作，制定本方案。
一、规范行政执法
1.公布执法事项目录。梳理本单位执法事项，编成目录向社会公布。
牵头单位：县市场监督管理局
配合单位：砚东镇
完成时限：2026年12月10日前
2.整理执法台账。把全年执法案件登记造册。
牵头单位：砚东镇
完成时限：2026年12月20日前
`;
const issuingBody = { step: 'enlist', on: '2026-07-01', fields: { title: '砚湖县人民政府', level: 'government', unit: 'zf', issuing_code: '砚政规' } };
const monday = '2026-11-16T09:05:00+08:00';
const nextMonday = '2026-11-23T09:20:00+08:00';

let stage: Stage;
let manager: Page;
beforeAll(async () => { stage = await Stage.start({ fresh: true, clock: monday }); });
afterAll(async () => { await stage?.stop(); });

const dialog = (page: Page) => page.locator('dialog[open]');
async function openAccount(page: Page, name: string, userName: string, unit: string, roles: string[]): Promise<string> {
  await page.goto(`${stage.base}/accounts`);
  await page.getByRole('button', { name: '添加账号' }).click();
  await dialog(page).getByLabel('姓名').fill(name);
  await dialog(page).getByLabel('登录名').fill(userName);
  await dialog(page).getByRole('combobox', { name: '单位' }).fill(unit);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  for (const role of roles) await dialog(page).getByLabel(new RegExp(`^${role}`)).check();
  await dialog(page).getByRole('button', { name: '保存' }).click();
  await dialog(page).locator('.big-code').waitFor();
  const code = (await dialog(page).locator('.big-code').innerText()).trim();
  await dialog(page).getByRole('button', { name: '已记下' }).click();
  return code;
}
/** A person at its own browser, with the code or the password. */
async function arrive(userName: string, code: string | null): Promise<Page> {
  const page = await stage.as('', () => stage.open('/'));
  await reached(page, '/sign-in');
  await page.getByLabel('登录名').fill(userName);
  if (code !== null) {
    await page.getByRole('button', { name: '用一次性代码登录，设置密码' }).click();
    await page.getByLabel('一次性代码').fill(code);
    await page.getByLabel('新密码').fill(password);
  } else {
    await page.getByLabel('密码', { exact: true }).fill(password);
  }
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await reached(page, '/work');
  return page;
}
const item = (page: Page, words: string) => page.locator('.work-item', { hasText: words });

describe('the first hour', () => {
  it('asks for the code that the program printed, and for no other', async () => {
    manager = await stage.open('/');
    await reached(manager, '/setup');
    await manager.getByLabel('启动时显示的代码').fill('AAAA-BBBB-CCCC');
    await manager.getByLabel('姓名').fill('沈知行');
    await manager.getByLabel('登录名').fill('shen');
    await manager.getByLabel('密码', { exact: true }).fill(password);
    await manager.getByRole('button', { name: '建立账号并登录' }).click();
    await manager.locator('.problem').waitFor();
    await shot(manager, 'newday-setup');
    await manager.getByLabel('启动时显示的代码').fill(stage.setupCode);
    await manager.getByRole('button', { name: '建立账号并登录' }).click();
    await reached(manager, '/organisation');
    expect((await stage.signIn('/api/setup', { code: stage.setupCode, user_name: 'x', name: 'x', unit: '', password }).catch(String))).toContain('setup_done');
  });
  it('brings in the units and a plan, approved as a whole', async () => {
    await manager.getByRole('button', { name: '导入机构表' }).first().click();
    await dialog(manager).locator('input[type=file]').setInputFiles(join(samples, 'organisations.csv'));
    await dialog(manager).getByRole('button', { name: '写入' }).click();
    await manager.locator('.tree-item', { hasText: '砚湖县司法局' }).first().waitFor();
    await manager.goto(`${stage.base}/documents`);
    await manager.getByRole('button', { name: '粘贴正文' }).click();
    await manager.getByLabel('正文', { exact: true }).fill(plan);
    await manager.keyboard.press('Control+Enter');
    await manager.locator('.import-item').getByRole('link', { name: '去审核' }).click();
    await manager.locator('.task-card').first().waitFor();
    await manager.getByRole('button', { name: /^全部批准/ }).click();
    await said(manager, '已全部批准');
  });
});

describe('a department', () => {
  let clerk: Page;
  it('gets its account and signs in with the code', async () => {
    const code = await openAccount(manager, '何青', 'he', '市场监督管理局', ['经办人', '审批人']);
    clerk = await arrive('he', code);
    await item(clerk, '公布执法事项目录').waitFor();
    expect(await clerk.locator('.work-item').allInnerTexts()).toEqual(expect.not.arrayContaining([expect.stringContaining('整理执法台账')]));
    await shot(clerk, 'newday-work');
  });
  it('signs for its task and reports it with evidence, all in the list', async () => {
    await item(clerk, '公布执法事项目录').getByRole('button', { name: '签收' }).click();
    await item(clerk, '公布执法事项目录').locator('.step-form button[type=submit]').click();
    await said(clerk, '已办理');
    await item(clerk, '公布执法事项目录').getByRole('button', { name: '报结' }).click();
    const form = item(clerk, '公布执法事项目录').locator('.step-form');
    await form.getByLabel(/^完成情况/).fill('目录已编好并在门户网站公布。');
    await form.locator('input[type=file]').first().setInputFiles({ name: '目录.txt', mimeType: 'text/plain', buffer: Buffer.from('执法事项目录（虚构）') });
    await form.getByText('目录.txt').waitFor();
    await form.locator('button[type=submit]').click();
    await said(clerk, '已办理');
    await item(clerk, '公布执法事项目录').waitFor({ state: 'detached' });
  });
  it('is accepted by the bureau', async () => {
    await manager.goto(`${stage.base}/work`);
    const mine = item(manager, '公布执法事项目录').filter({ hasText: '已报结' });
    await mine.getByRole('button', { name: '验收通过' }).click();
    await mine.locator('.step-form button[type=submit]').click();
    await said(manager, '已办理');
  });
});

describe('a township', () => {
  it('is late a week on, and is reminded once', async () => {
    const code = await openAccount(manager, '林远', 'lin', '砚东镇', ['经办人']);
    await stage.close(await arrive('lin', code));
    await stage.restart(nextMonday);
    const clerk = await arrive('lin', null);
    await item(clerk, '整理执法台账').waitFor();
    expect(await item(clerk, '整理执法台账').innerText()).toMatch(/逾期[\s\S]*已逾期\d+天/);
    await clerk.locator('section[aria-label="提醒"]').getByText(/逾期\d+项/).first().waitFor();
    expect(await clerk.locator('section[aria-label="提醒"] details').count()).toBe(1);
    await shot(clerk, 'newday-late');
    if (process.env['README_SHOTS'] === '1') await clerk.screenshot({ path: join(repository, 'docs/images/work.png') });
    for (const size of [wide, phone]) {
      await clerk.setViewportSize(size);
      expect(await overflow(clerk)).toBeLessThanOrEqual(0);
      expect(await faultsOf(clerk)).toEqual([]);
    }
    await stage.close(clerk);
    manager = await arrive('shen', null);
  });
});

interface Detail { record_id: string; revision: number; state: string }
const file = async (name: string): Promise<object> => {
  const { sm3, size } = await stage.put<{ sm3: string; size: number }>(`/api/files?name=${encodeURIComponent(name)}`, Buffer.from(`${name}\n虚构的内容。`));
  return { sm3, name, size };
};
async function step(id: string, name: string, on: string, fields: object): Promise<Detail> {
  const { revision } = await stage.get<Detail>(`/api/records/${id}`);
  return stage.post<Detail>(`/api/records/${id}/steps`, JSON.stringify({ revision, step: name, on, fields }));
}

describe('a normative document', () => {
  const attach = (label: string, name: string) => manager.locator('.step-form .field', { has: manager.getByText(label, { exact: false }) }).locator('input[type=file]').first().setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(`${name}\n虚构的内容。`) });
  const take = async (title: string, day: string, fill: () => Promise<unknown>): Promise<void> => {
    await manager.locator('.step-choices button', { hasText: title }).first().click();
    await manager.locator('.step-form').getByLabel('办理日期').fill(day);
    await fill();
    await manager.locator('.step-form button[type=submit]').click();
  };
  const done = async (title: string, day: string, fill: () => Promise<unknown>): Promise<void> => {
    await take(title, day, fill);
    await said(manager, '已办理');
    await manager.locator('.notice').getByRole('button', { name: '关闭' }).click();
  };
  const form = () => manager.locator('.step-form');
  const nothing = async (): Promise<void> => undefined;

  it('is begun and consulted on', async () => {
    await stage.as(await stage.signIn('/api/session', { user_name: 'shen', password }), async () => {
      const { account } = await stage.get<{ account: { account_id: string } }>('/api/session');
      await stage.post(`/api/accounts/${account.account_id}/changes`, JSON.stringify({ unit: 'sfj', roles: ['coordinator', 'unit_clerk', 'unit_approver', 'leader'] }));
    });
    await stage.close(manager);
    manager = await arrive('shen', null);
    stage.cookie = await stage.signIn('/api/session', { user_name: 'shen', password });
    const body = await stage.post<Detail>('/api/registers/issuing_body/records', JSON.stringify(issuingBody));
    expect(body.record_id).not.toBe('');
    await manager.goto(`${stage.base}/registers/normative_document/new`);
    await form().getByLabel('办理日期').fill('2026-08-03');
    await form().getByLabel('文件名称').fill('砚湖县民宿管理办法');
    await form().getByLabel('制定机关').selectOption('government');
    for (const [label, value] of [['由行政机关', 'true'], ['普遍约束力', 'true'], ['反复适用', 'true'], ['内部', 'false'], ['市场主体', 'false'], ['经营者', 'false']] as const) await form().locator('.field', { hasText: label }).locator('select').first().selectOption(value);
    await form().locator('button[type=submit]').click();
    await manager.locator('h1', { hasText: '砚湖县民宿管理办法' }).waitFor();
    await done('评估论证必要性', '2026-08-04', () => attach('评估论证', '必要性.txt'));
    await done('公开征求意见', '2026-08-05', async () => {
      await attach('草案', '草案.txt');
      await attach('起草说明', '说明.txt');
      await form().getByLabel(/^征求意见渠道/).fill('政府门户网站');
    });
    await done('结束征求意见', '2026-09-10', () => form().getByLabel(/^意见归纳和采纳情况/).fill('共收到两条意见，均已采纳。'));
  });
  it('is not put to the meeting without a review, with the article', async () => {
    await take('集体审议通过', '2026-09-14', async () => {
      await form().locator('.field', { hasText: '审议会议' }).locator('select').selectOption('executive');
      await attach('审议记录', '纪要.txt');
    });
    const why = form().locator('.refusals');
    await why.getByText('合法性审核已通过').first().waitFor();
    expect(await why.innerText()).toMatch(/《.+》/);
    await shot(manager, 'newday-no-review');
    await form().getByRole('button', { name: '取消' }).click();
  });
  it('is not put to the meeting before five working days are over, with the article and the first possible day', async () => {
    await done('送合法性审核', '2026-09-14', nothing);
    await done('出具合法性审核意见', '2026-09-16', async () => {
      await form().locator('.field', { hasText: '合法性审核结论' }).locator('select').selectOption('passed');
      await attach('合法性审核意见', '审核意见.txt');
    });
    await take('集体审议通过', '2026-09-18', async () => {
      await form().locator('.field', { hasText: '审议会议' }).locator('select').selectOption('executive');
      await attach('审议记录', '纪要.txt');
    });
    const why = form().locator('.refusals');
    await why.getByText('合法性审核').first().waitFor();
    // Five working days behind Monday 14 September end on the 20th, a day worked for the holiday of October: 15, 16, 17, 18, 20.
    expect(await why.innerText()).toMatch(/2026年9月2[01]日/);
    expect(await why.innerText()).toMatch(/《.+》/);
    await shot(manager, 'newday-too-early');
    await form().getByLabel('办理日期').fill('2026-09-22');
    await form().locator('button[type=submit]').click();
    await said(manager, '已办理');
  });
  it('is registered, numbered, published and filed', async () => {
    await done('统一登记', '2026-09-23', async () => {
      await form().getByLabel(/^机关代字/).fill('砚政规');
      await form().locator('.field', { hasText: '制定主体' }).locator('select, input').first().click();
      await form().locator('.field', { hasText: '制定主体' }).locator('[role=option], option').filter({ hasText: '砚湖县人民政府' }).first().click();
    });
    await done('统一编号', '2026-09-24', nothing);
    await manager.getByText('砚政规〔2026〕1号').first().waitFor();
    await done('统一印发并公布', '2026-09-25', async () => {
      await form().getByLabel(/^公布载体/).fill('政府门户网站');
      await attach('公布文本', '全文.txt');
      await form().getByLabel(/^施行日期/).fill('2026-11-01');
    });
    await done('报送备案', '2026-09-28', async () => {
      await form().getByLabel(/^备案机关/).fill('云泽市人民政府');
      await attach('备案材料', '备案.txt');
    });
    await shot(manager, 'newday-published');
  });
});

describe('a decision', () => {
  it('has a file that is complete, is downloaded and proves itself', async () => {
    const opened = await stage.post<Detail>('/api/registers/major_decision/records', JSON.stringify({ step: 'propose', on: '2026-06-01', fields: { title: '砚湖县城区公交线路调整', drafting_unit: 'jtj', technical: false, adverse: false, touches_market: false, non_public: false, proposal: await file('启动建议.txt') } }));
    const id = opened.record_id;
    const at = (name: string, on: string, fields: object) => step(id, name, on, fields);
    await at('start_consultation', '2026-06-03', { draft: await file('草案.txt'), draft_note: await file('说明.txt'), consultation_channel: '政府门户网站' });
    await at('end_consultation', '2026-07-06', { opinion_summary: '收到一条，已采纳。', opinions: [{ source: '网民', text: '早班车提前', adopted: true, reason: '合理' }] });
    await at('submit_review', '2026-07-07', { review_materials: [await file('送审材料.txt')] });
    await at('finish_review', '2026-07-17', { legality_result: 'passed', legality_opinion: await file('审查意见.txt'), counsel_opinion: await file('顾问意见.txt') });
    await at('deliberate', '2026-07-22', { meeting_kind: 'executive', minutes: await file('会议记录.txt'), dissent_recorded: true, attendees: [{ name: '副职甲', text: '同意' }, { name: '首长', chief: true, text: '同意' }] });
    await at('decide', '2026-07-23', { decision: 'approve', follows_majority: true });
    await at('report_party', '2026-07-24', { party_report: await file('请示.txt') });
    await at('issue', '2026-07-27', { execution_unit: 'jtj', published_in: '政府门户网站', published_text: await file('决定.txt') });
    await at('archive', '2026-11-20', { archive_index: await file('卷内目录.txt') });
    await manager.goto(`${stage.base}/registers/major_decision/${id}`);
    await manager.locator('h1', { hasText: '公交线路' }).waitFor();
    await manager.locator('summary', { hasText: '案卷（一案一档）' }).click();
    await manager.getByText('材料齐全').first().waitFor();
    const [download] = await Promise.all([manager.waitForEvent('download'), manager.getByRole('button', { name: '下载案卷（zip）' }).click()]);
    const zip = join(stage.folder, 'decision.zip');
    await download.saveAs(zip);
    const verdict = execFileSync(program, ['dossier', 'check', zip], { encoding: 'utf8' });
    expect(verdict).toMatch(/intact|完整/);
    await shot(manager, 'newday-decision');
  });
  it('said nothing wrong to the console', () => silent(stage));
});
