// SPDX-License-Identifier: Apache-2.0
// A small invented county for developing the page without the program: text and spans are made together.
import type { Deadline, Draft, DraftTask, OrganisationUnit, Span, TaskUnit } from '../src/api/types';

const unit = (id: string, parent: string, kind: OrganisationUnit['kind'], name: string, aliases: string[] = []): OrganisationUnit =>
  ({ id, parent, kind, name, names: [{ name, from: null, until: null }], aliases, from: null, until: null, successors: [], enforcement: kind === 'government' });

export const units: OrganisationUnit[] = [
  unit('zf', '', 'authority', '青川原县人民政府', ['县政府']), unit('zfb', 'zf', 'government', '青川原县人民政府办公室', ['县政府办']),
  unit('sfj', 'zf', 'government', '青川原县司法局', ['县司法局']), unit('czj', 'zf', 'government', '青川原县财政局', ['县财政局']),
  unit('scj', 'zf', 'government', '青川原县市场监督管理局', ['县市场监管局']), unit('rsj', 'zf', 'government', '青川原县人力资源和社会保障局', ['县人社局']),
  unit('xw', '', 'authority', '中共青川原县委员会', ['县委']), unit('zzb', 'xw', 'party', '县委组织部'), unit('dx', 'xw', 'institution', '县委党校'),
  unit('cg', 'zf', 'township', '城关镇'), unit('bs', 'zf', 'township', '白石镇'), unit('ny', 'zf', 'township', '南月乡'),
];

interface Seed { title: string; text: string; lead: string[]; supporting?: string[]; deadline?: [string, Deadline['kind'], string | null, string | null]; doubt?: NonNullable<DraftTask['attention']>; target?: [string, number] }
const areas: { title: string; objectives: { title: string; tasks: Seed[] }[] }[] = [
  { title: '一、依法全面履行政府职能', objectives: [
    { title: '（一）优化政务服务', tasks: [
      { title: '调整并公布权责清单', text: '对照现行法律法规逐项核对，形成县乡两级权责清单，在县政府网站公布，并按年度动态调整。', lead: ['县政府办'], supporting: ['县司法局'], deadline: ['2026年6月底前', 'period', '2026-06-30', null] },
      { title: '压减办事时限', text: '高频事项平均办理时限压减百分之二十，窗口一次办结率不低于95%。', lead: ['行政审批局'], supporting: ['县市场监管局', '县人社局'], deadline: ['2026年9月30日前', 'date', '2026-09-30', null], doubt: ['unresolved_unit'], target: ['一次办结率不低于95%', 95] }] },
    { title: '（二）规范市场监管', tasks: [
      { title: '推行联合抽查', text: '年初编制部门联合抽查计划，全年联合抽查不少于12次，结果全部公开。', lead: ['县市场监管局'], supporting: ['各有关部门'], deadline: ['每季度', 'recurring', null, 'FREQ=MONTHLY;INTERVAL=3'], doubt: ['low_confidence', 'repaired'] }] }] },
  { title: '二、提升依法决策水平', objectives: [
    { title: '（三）落实决策程序', tasks: [
      { title: '公布重大决策目录', text: '每年第一季度公布重大行政决策事项目录，未列入目录的事项一般不上会。\n目录调整应当说明理由。', lead: ['县政府办', '县司法局'], deadline: ['每年第一季度', 'recurring', null, 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31'] },
      { title: '开展合法性审查', text: '出台前一律送审，审查意见归入一策一档；乡镇决策由县司法局派员协助审查。', lead: ['县司法局'], supporting: ['各乡镇'], deadline: ['长期坚持', 'standing', null, null] }] }] },
  { title: '三、严格规范公正文明执法', objectives: [
    { title: '（四）加强执法队伍', tasks: [
      { title: '组织执法人员培训', text: '全年人均培训不少于40学时，考试合格方可换发证件。', lead: ['县司法局'], supporting: ['县委党校'], deadline: ['2026年12月底前', 'period', '2026-12-31', null], target: ['人均培训不少于40学时', 40] },
      { title: '', text: '清理执法辅助人员岗位，明确不得单独执法的情形。', lead: [], doubt: ['no_lead', 'no_deadline'] }] }] },
];

const resolve = (text: string): TaskUnit => {
  if (text.startsWith('各')) return { text, group: true, unit_ids: text === '各乡镇' ? ['cg', 'bs', 'ny'] : [], reason: text === '各乡镇' ? 'collective' : 'everybody', confidence: 1 };
  const found = units.find((one) => one.name === text || one.aliases.includes(text));
  return found ? { text, unit_ids: [found.id], reason: 'alias', suggestions: [] } : { text, unit_ids: [], reason: 'unresolved', suggestions: ['scj', 'zfb'] };
};

export function makeDraft(id: string, title: string, copies = 1): Draft {
  let text = '';
  let number = 0;
  const put = (words: string): Span => {
    const from = text.length;
    text += words;
    return [from, text.length];
  };
  const draft = { areas: [] as Draft['areas'], tasks: [] as DraftTask[], unassigned: [] as Draft['unassigned'], repairs: [] as Draft['repairs'] };
  put(`${title}\n`);
  draft.unassigned.push({ span: put('为深入推进法治建设，结合本县实际，制定本方案。'), why: 'preamble' });
  put('\n');
  for (let copy = 0; copy < copies; copy += 1) for (const area of areas) {
    const areaTitle = copies > 1 ? `${area.title}（第${copy + 1}组）` : area.title;
    draft.areas.push({ number: null, title: areaTitle, goal: null, span: put(areaTitle) });
    put('\n');
    for (const objective of area.objectives) {
      put(`${objective.title}\n`);
      for (const seed of objective.tasks) {
        number += 1;
        const from = text.length;
        put(`${number}.${seed.title ? `${seed.title}。` : ''}`);
        put(`${seed.text}\n`);
        const roleLine = (label: string, names: string[]): TaskUnit[] => {
          if (names.length === 0) return [];
          put(label);
          const found = names.map((name, at) => {
            if (at > 0) put('、');
            return { ...resolve(name), span: put(name) };
          });
          put('\n');
          return found;
        };
        const lead = roleLine('牵头单位：', seed.lead);
        const supporting = roleLine('配合单位：', seed.supporting ?? []);
        const deadlines: Deadline[] = [];
        if (seed.deadline) {
          put('完成时限：');
          deadlines.push({ text: seed.deadline[0], kind: seed.deadline[1], on: seed.deadline[2], rule: seed.deadline[3], span: put(seed.deadline[0]), confidence: 1 });
          put('\n');
        }
        if (seed.doubt?.includes('repaired')) draft.repairs.push({ kind: 'digit', span: [from + 30, from + 32], before: 'l2', certain: false });
        draft.tasks.push({
          task_id: `${id}-t${number}`, number: String(number), area: areaTitle, objective: objective.title, title: seed.title || null, text: seed.text, items: [], lead, responsible: [], supporting, deadlines,
          targets: seed.target ? [{ text: seed.target[0], operator: '>=', value: seed.target[1], unit: '%', span: null }] : [], span: [from, text.length - 1], confidence: 1, state: 'proposed', attention: seed.doubt ?? [], continues: null, change: null,
        });
      }
    }
  }
  draft.unassigned.push({ span: put('青川原县人民政府办公室\n2026年2月10日'), why: 'signature' });
  draft.repairs.push({ kind: 'chrome', span: [8, 8], before: '【打印】【关闭】', certain: true });
  const names = [...new Map(draft.tasks.flatMap((task) => [...task.lead, ...task.supporting]).map((one) => [one.text, one])).values()]
    .map((one) => ({ text: one.text, reason: one.reason as 'alias', unit_ids: one.unit_ids ?? [], suggestions: one.suggestions ?? [], count: 1 }));
  return {
    document_id: id, name: `${title}.docx`, title, document_number: '青政办发〔2026〕3号', issuer: '青川原县人民政府办公室', issued_on: '2026-02-10', kind: 'plan', format: 'docx', imported_at: '2026-03-01T02:00:00Z',
    task_count: draft.tasks.length, approved_count: 0, unresolved_count: 1, repair_count: draft.repairs.length, supersedes: null, superseded_by: null, higher: null, revision: 1, text, targets: [], warnings: [], names, dropped: [], can_undo: false, ...draft,
  };
}
