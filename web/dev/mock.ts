// SPDX-License-Identifier: Apache-2.0
// Answers like the program, from memory, for `npm run dev` without it. Never part of the built page.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import type { Change, ChangeResult, Draft, DraftTask, LedgerTask, OrganisationUnit } from '../src/api/types';
import { makeDraft, units } from './data';
import { answerPeople } from './people';

const drafts = new Map<string, Draft>([['d1', makeDraft('d1', '青川原县2026年法治政府建设实施方案')], ['d2', makeDraft('d2', '青川原县法治建设总台账', 43)]]);
const past = new Map<string, string[]>();
const links = new Set<string>();
const problem = (status: number, id: string, title: string, detail = ''): [number, unknown] => [status, { type: `urn:plumbline:problem:${id}`, id, title, detail, status, args: {} }];
const part = (draft: Draft): Draft => ({ ...draft, task_count: draft.tasks.length, approved_count: draft.tasks.filter((task) => task.state === 'approved').length });

function result(draft: Draft, change: () => void): [number, ChangeResult] {
  const before = new Map(draft.tasks.map((task) => [task.task_id, JSON.stringify(task)]));
  change();
  draft.revision += 1;
  draft.can_undo = (past.get(draft.document_id)?.length ?? 0) > 0;
  const order = draft.tasks.map((task) => task.task_id);
  return [200, { revision: draft.revision, put: draft.tasks.filter((task) => before.get(task.task_id) !== JSON.stringify(task)), removed: [...before.keys()].filter((id) => !order.includes(id)), order, summary: part(draft), can_undo: draft.can_undo }];
}
function change(draft: Draft, asked: Change): void {
  const saved = past.get(draft.document_id) ?? [];
  past.set(draft.document_id, saved);
  if (asked.op === 'undo') {
    draft.tasks = JSON.parse(saved.pop() ?? '[]') as DraftTask[];
    return;
  }
  saved.push(JSON.stringify(draft.tasks));
  const at = draft.tasks.findIndex((task) => task.task_id === (asked.task_id ?? asked.task_ids?.[0]));
  const task = draft.tasks[at];
  if (asked.op === 'set_document') Object.assign(draft, asked.document);
  else if (asked.op === 'set_task' && task) draft.tasks[at] = { ...task, ...asked.fields, state: 'corrected', attention: [] } as DraftTask;
  else if (asked.op === 'remove_task') draft.tasks = draft.tasks.filter((one) => one !== task);
  else if (asked.op === 'merge_tasks' && task) draft.tasks.splice(at, 2, { ...task, text: task.text + (draft.tasks[at + 1]?.text ?? ''), state: 'corrected' });
  else if (asked.op === 'add_task') draft.tasks.splice(at + 1, 0, { ...(draft.tasks[0] as DraftTask), lead: [], supporting: [], deadlines: [], targets: [], title: null, ...asked.fields, task_id: `new${saved.length}`, span: null, state: 'corrected', attention: [] } as DraftTask);
  else if (asked.op === 'split_task' && task?.span && asked.at) {
    const [from, until] = task.span as [number, number];
    draft.tasks.splice(at, 1, { ...task, text: draft.text.slice(from, asked.at), span: [from, asked.at], state: 'corrected' }, { ...task, task_id: `${task.task_id}s`, title: null, text: draft.text.slice(asked.at, until), span: [asked.at, until], state: 'corrected' });
  }
}
const approved = (): LedgerTask[] => [...drafts.values()].flatMap((draft) => draft.tasks.filter((task) => task.state === 'approved').map((task) => ({ ...task, document_id: draft.document_id, document_title: draft.title, due_on: task.deadlines[0]?.on ?? null })));
function filtered(query: URLSearchParams): LedgerTask[] {
  const all = approved();
  const has = (task: LedgerTask, id: string): boolean => [...task.lead, ...task.responsible, ...task.supporting].some((unit) => unit.unit_ids?.includes(id));
  return all.filter((task) => (!query.get('area') || task.area === query.get('area')) && (!query.get('objective') || task.objective === query.get('objective')) && (!query.get('document') || task.document_id === query.get('document'))
    && (!query.get('unit') || has(task, query.get('unit') as string)) && (query.get('q') ?? '').split(' ').every((word) => JSON.stringify(task).includes(word)));
}
function count<T>(all: T[], key: (one: T) => string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const one of all) for (const name of key(one)) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

function answer(method: string, path: string[], query: URLSearchParams, body: unknown): [number, unknown] {
  const [, kind, id, what] = path;
  const draft = drafts.get(id ?? '');
  const people = answerPeople(method, path);
  if (people) return people;
  if (kind === 'documents' && id === undefined) {
    if (method === 'GET') return [200, { items: [...drafts.values()].map(part), next_cursor: null }];
    const name = query.get('name') ?? '';
    if (/扫描|scan/.test(name)) return problem(422, 'document.no_text', '这份 PDF 没有文字层', '请用原始文件，或者先做文字识别。');
    const fresh = makeDraft(`d${drafts.size + 1}`, name.replace(/\.\w+$/, ''));
    drafts.set(fresh.document_id, { ...fresh, supersedes: query.get('supersedes'), higher: query.get('higher') });
    return [201, fresh];
  }
  if (kind === 'documents') {
    if (!draft) return problem(404, 'intake.unknown_document', '没有这份文件');
    if (what === undefined) return method === 'DELETE' ? (drafts.delete(draft.document_id), [204, '']) : [200, part(draft)];
    if (what === 'comparison') return [200, { before: part(draft), after: part(draft), rows: draft.tasks.map((task, at) => ({ change: ['same', 'changed', 'added', 'dropped'][at % 4], similarity: 80, fields: ['text'], before: { ...task, text: task.text.replace('县', '本县') }, after: task })) }];
    if (what === 'links') {
      const end = (task: DraftTask): object => ({ task_id: task.task_id, document_id: draft.document_id, document_title: draft.title, number: task.number, area: task.area, title: task.title ?? task.text, text: task.text });
      return [200, { higher: query.get('higher') ?? draft.higher ?? 'd2', links: draft.tasks.slice(0, 4).map((task, at) => ({ task: end(task), higher: end(task), similarity: 92 - at * 12, confirmed: links.has(task.task_id) })), unlinked: [], without_counterpart: draft.tasks.slice(4).map(end) }];
    }
    const asked = body as Change & { all?: boolean; area?: string };
    if (asked.revision !== draft.revision) return problem(409, 'intake.revision_conflict', '已被修改');
    const chosen = (task: DraftTask): boolean => !!asked.all || task.area === asked.area || !!asked.task_ids?.includes(task.task_id);
    return result(draft, () => {
      if (what === 'changes') change(draft, asked);
      else draft.tasks = draft.tasks.map((task) => (chosen(task) ? { ...task, state: what === 'approvals' ? 'approved' : 'proposed' } : task));
    });
  }
  if (kind === 'ledger') {
    const all = filtered(query);
    if (id === 'facets') return [200, { total: all.length, documents: [...drafts.values()].map((one) => ({ document_id: one.document_id, title: one.title, count: all.filter((task) => task.document_id === one.document_id).length })),
      areas: [...count(all, (task) => [task.area ?? ''])].map(([title, n]) => ({ title, count: n, objectives: [...count(all.filter((task) => task.area === title), (task) => [task.objective ?? ''])].map(([name, m]) => ({ title: name, count: m })) })),
      units: [...count(all, (task) => [...task.lead, ...task.supporting].flatMap((unit) => unit.unit_ids ?? []))].map(([unit_id, n]) => ({ unit_id, count: n })), deadline_kinds: Object.fromEntries(count(all, (task) => task.deadlines.map((one) => one.kind))) }];
    if (id === 'imports') return [200, { applied: query.get('apply') === 'true', changed: 1, unchanged: all.length, failed: 0, rows: [{ row: 3, task_id: all[0]?.task_id, result: 'changed', fields: [{ field: 'progress', before: '', after: '已完成初稿' }] }] }];
    const from = Number(query.get('cursor') ?? 0);
    return [200, { items: all.slice(from, from + 50), total: all.length, next_cursor: from + 50 < all.length ? String(from + 50) : null }];
  }
  if (kind === 'tasks') {
    const task = approved().find((one) => one.task_id === id);
    if (!task) return problem(404, 'intake.unknown_task', '没有这项任务');
    const [from, until] = (task.span ?? [0, 0]) as [number, number];
    return [200, { ...task, source: { text: drafts.get(task.document_id)?.text.slice(from, until), offset: from }, history: [{ sequence: 1, type: 'tasks_approved', recorded_at: '2026-03-02T03:00:00Z', actor: 'local' }, { sequence: 2, type: 'task_corrected', recorded_at: '2026-03-03T03:00:00Z', actor: 'local', reason: '文件更正', before: { text: task.text }, after: { text: `${task.text}新` } }], higher: [], lower: [] }];
  }
  if (kind === 'links') return method === 'PUT' ? (links.add(id as string), [204, '']) : (links.delete(id as string), [204, '']);
  if (kind === 'organisation' && id === undefined) return [200, { revision: 1, units }];
  if (kind === 'organisation' && id === 'imports') return [200, { added: 2, changed: 1, unchanged: 9, applied: query.get('apply') === 'true' }];
  if (kind === 'organisation' && id === 'units') {
    const at = units.findIndex((one) => one.id === what);
    if (method === 'DELETE') return (units.splice(at, 1), [204, '']);
    const unit = body as OrganisationUnit;
    units.splice(at === -1 ? units.length : at, at === -1 ? 0 : 1, { ...unit, name: unit.names[unit.names.length - 1]?.name ?? unit.id });
    return [200, unit];
  }
  return problem(404, 'api.no_such_path', '没有这个地址');
}

export function mockServer(): Plugin {
  return {
    name: 'plumbline-mock',
    configureServer(server) {
      server.middlewares.use((request: IncomingMessage, response: ServerResponse, next) => {
        const address = new URL(request.url ?? '/', 'http://local');
        if (!address.pathname.startsWith('/api/')) return next();
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const json: unknown = request.headers['content-type'] === 'application/json' && text !== '' ? JSON.parse(text) : text;
          const [status, body] = answer(request.method ?? 'GET', address.pathname.split('/').slice(1).map(decodeURIComponent), address.searchParams, json);
          response.writeHead(status, { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json' });
          response.end(body === '' ? '' : JSON.stringify(body));
        });
      });
    },
  };
}
