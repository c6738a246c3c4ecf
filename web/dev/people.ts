// SPDX-License-Identifier: Apache-2.0
// Who is signed in and what waits for it, for `npm run dev` without the program. The person has every right.
import type { Account, Session, WorkItem, WorkPage } from '../src/api/types';

const account: Account = { account_id: 'a1', user_name: 'shen', name: '沈知行', unit: 'sfj', roles: ['coordinator'], closed: false, has_password: true, opened_at: '2026-11-02T01:00:00Z', last_signed_in_at: '2026-11-20T01:00:00Z' };
const others: Account[] = [
  { ...account, account_id: 'a2', user_name: 'he.qx', name: '何青', unit: 'qx', roles: ['unit_clerk', 'unit_approver'], last_signed_in_at: null, has_password: false },
  { ...account, account_id: 'a3', user_name: 'lu', name: '陆远', unit: 'scj', roles: ['unit_clerk'], closed: true },
];
const rights: Session['rights'] = ['plans', 'correct', 'move', 'personal', 'erase', 'organisation', 'accounts', 'calendar', 'what_if', 'journal'];
const session: Session = {
  signed_in: true, setup_needed: false, account, rights, reach: 'all',
  roles: [
    { id: 'coordinator', title: '统筹人员', gist: '司法局、依法治区办', reach: 'all', rights },
    { id: 'unit_clerk', title: '经办人', gist: '部门、乡镇的经办人员', reach: 'unit', rights: [] },
    { id: 'unit_approver', title: '审批人', gist: '部门、乡镇的负责人', reach: 'unit_and_below', rights: ['correct'] },
  ],
};
const item = (at: number, light: WorkItem['light'], days: number | null, title: string, state: string): WorkItem => ({
  record_id: `r${at}`, register: 'task_part', register_title: '任务分工', title, state, state_title: { issued: '已下达', in_progress: '推进中', reviewing: '合法性审核' }[state] ?? state, unit: at % 2 ? 'sfj' : 'qx', light, clock: days === null ? null : '完成时限', binding: null,
  due_on: days === null ? null : new Date(Date.UTC(2026, 10, 22 + days)).toISOString().slice(0, 10), days_left: days, revision: 1, breach_count: light === 'overdue' ? 1 : 0, steps: [{ id: 'sign_for', title: '签收' }, { id: 'report_progress', title: '报送进展' }],
});
const work: WorkPage = {
  today: '2026-11-22', next_cursor: null, total: 4, counts: { overdue: 1, near: 1, normal: 1, standing: 1 }, counts_capped: false,
  items: [item(1, 'overdue', -4, '梳理现行规范性文件，公布目录', 'issued'), item(2, 'near', 0, '每季度评查案卷，发现问题限期整改，并把评查结果书面反馈给被评查的单位', 'in_progress'), item(3, 'normal', 30, '关于促进民宿发展的若干措施', 'reviewing'), item(4, 'standing', null, '重大决策公众参与率达到100%', 'in_progress')],
  registers: [{ id: 'task_part', title: '任务分工', count: 3 }, { id: 'normative_document', title: '行政规范性文件', count: 1 }],
};

export function answerPeople(method: string, path: string[]): [number, unknown] | null {
  const [, kind, id] = path;
  if (kind === 'session') return method === 'DELETE' ? [204, ''] : [200, session];
  if (kind === 'people') return [200, { items: [account, ...others] }];
  if (kind === 'accounts' && id === undefined) return method === 'GET' ? [200, { items: [account, ...others] }] : [201, { account: others[0], code: 'K7QF-3MXA-9TRD' }];
  if (kind === 'accounts') return path[3] === 'codes' ? [201, { account: others[0], code: 'K7QF-3MXA-9TRD' }] : [200, others[0]];
  if (kind === 'work') return [200, id === 'days' ? { today: work.today, items: [], truncated: false } : work];
  if (kind === 'digests') return [200, { items: [{ on: '2026-11-20', given_at: '2026-11-20T01:00:00Z', overdue: 1, near: 1, items: work.items.slice(0, 2) }] }];
  if (kind === 'calendar_address') return method === 'GET' ? [200, { made_at: null }] : method === 'PUT' ? [200, { path: '/ics/f3nQx0_2k.ics' }] : [204, ''];
  if (kind === 'views') return method === 'GET' ? [200, { items: [] }] : [204, ''];
  return null;
}
