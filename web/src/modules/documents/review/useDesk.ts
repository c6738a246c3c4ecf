// SPDX-License-Identifier: Apache-2.0
// What the reviewer does at the desk: selecting, pointing at the source, and each command with its message.
import { computed, nextTick, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { ProblemError } from '@/api/client';
import type { ChangeResult, DraftTask, Role, Span, TaskFields, TaskUnit } from '@/api/types';
import { announce } from '@/composables/announce';
import { placesOf, taskAt, type Places, type Range } from './places';
import type { Review } from './useReview';

export interface UnitQuestion { taskId: string | null; role: Role | null; index: number; text: string; suggestions: string[] }

export function useDesk(review: Review) {
  const { t } = useI18n();
  const selected = ref<string | null>(null);
  const editing = ref<string | null>(null);
  const saveError = shallowRef<unknown>(null);
  const field = shallowRef<Range | null>(null);
  const hovered = ref<string | null>(null);
  const cursor = ref<number | null>(null);
  const splitting = ref<string | null>(null);
  const asking = shallowRef<UnitQuestion | null>(null);
  const showRange = shallowRef<{ range: Range; toTab: boolean } | null>(null);
  const tasks = computed<DraftTask[]>(() => review.draft.value?.tasks ?? []);
  const byId = computed(() => new Map(tasks.value.map((task) => [task.task_id, task])));
  const places = computed(() => {
    const found = new Map<string, Places>();
    const draft = review.draft.value;
    if (draft) for (const task of draft.tasks) found.set(task.task_id, placesOf(task, draft, review.points.value));
    return found;
  });
  const taskRange = computed<Range | null>(() => places.value.get(hovered.value ?? selected.value ?? '')?.get('task') ?? null);

  function bring(range: Range | null | undefined, toTab = false): void {
    if (range) showRange.value = { range, toTab };
  }
  function select(id: string): void {
    if (selected.value === id) return;
    selected.value = id;
    field.value = null;
    bring(places.value.get(id)?.get('task'));
  }
  /** A field is looked at: the keyboard scrolls to it, the mouse only lights it up. */
  function point(id: string, key: string, scroll = false): void {
    if (key === 'leave') {
      hovered.value = null;
      field.value = null;
      return;
    }
    hovered.value = id;
    const range = key === 'hover' ? null : (places.value.get(id)?.get(key) ?? null);
    field.value = range;
    if (scroll || selected.value === id) bring(range);
  }
  function pointArea(title: string | null, toTab = false): void {
    const span = review.draft.value?.areas.find((area) => area.title === title)?.span as Span | undefined;
    if (!span) return;
    field.value = [review.points.value.toUnits(span[0]), review.points.value.toUnits(span[1])];
    bring(field.value, toTab);
  }
  /** Any place of the text, for the lists of repairs and of leftover text. */
  function pointSpan(span: Span): void {
    field.value = [review.points.value.toUnits(span[0]), review.points.value.toUnits(span[1])];
    hovered.value = null;
    bring(field.value, true);
  }
  function toSource(id: string, toTab = true): void {
    bring(places.value.get(id)?.get('task'), toTab);
  }
  async function focusTask(id: string): Promise<void> {
    await nextTick();
    const card = document.querySelector<HTMLElement>(`[data-task="${CSS.escape(id)}"]`);
    card?.querySelector<HTMLElement>('.task-open')?.focus();
    card?.scrollIntoView({ block: 'nearest' });
  }
  function pickInSource(place: number): void {
    const task = taskAt(tasks.value, review.points.value.toPoints(place));
    if (!task) return;
    selected.value = task.task_id;
    hovered.value = null;
    field.value = null;
    document.querySelector(`[data-task="${CSS.escape(task.task_id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  function say(error: unknown): void {
    if (!(error instanceof ProblemError)) throw error;
    const { id, title, detail } = error.problem;
    const known = id === 'intake.revision_conflict' || id.startsWith('client.');
    announce(known ? t(`problem.${id}.title`) : [title, detail].filter(Boolean).join(' '), 'bad');
  }
  const undo = async (): Promise<void> => {
    if (!review.draft.value?.can_undo || review.busy.value) return;
    await quietly(() => review.change({ op: 'undo' }), () => t('documents.said.undone'), false);
  };
  async function quietly(call: () => Promise<ChangeResult>, words: (result: ChangeResult) => string, undoable = true): Promise<ChangeResult | null> {
    if (review.busy.value) return null;
    try {
      const result = await call();
      announce(words(result), 'good', undoable && result.can_undo ? { label: t('documents.review.undo'), run: () => void undo() } : undefined);
      return result;
    } catch (error) {
      say(error);
      return null;
    }
  }

  const approveTasks = (ids: string[]) => quietly(() => review.approve({ task_ids: ids }), () => t('documents.said.approved', { n: ids.length }), false);
  const approveArea = (area: string) => quietly(() => review.approve({ area }), () => t('documents.said.approved_area', { area }), false);
  const approveAll = () => quietly(() => review.approve({ all: true }), (result) => t('documents.said.approved_all', { n: result.summary.approved_count }), false);
  const withdrawTasks = (ids: string[]) => quietly(() => review.withdraw(ids), () => t('documents.said.withdrawn', { n: ids.length }), false);
  const remove = async (id: string): Promise<void> => {
    const at = tasks.value.findIndex((task) => task.task_id === id);
    const next = tasks.value[at + 1] ?? tasks.value[at - 1];
    if (await quietly(() => review.change({ op: 'remove_task', task_id: id }), () => t('documents.said.removed')) && next) await focusTask(next.task_id);
  };
  const mergeNext = async (id: string): Promise<void> => {
    const next = tasks.value[tasks.value.findIndex((task) => task.task_id === id) + 1];
    if (next && await quietly(() => review.change({ op: 'merge_tasks', task_ids: [id, next.task_id] }), () => t('documents.said.merged'))) await focusTask(id);
  };
  const split = async (id: string, at: number): Promise<void> => {
    splitting.value = null;
    cursor.value = null;
    if (await quietly(() => review.change({ op: 'split_task', task_id: id, at }), () => t('documents.said.split'))) await focusTask(id);
  };
  function edit(id: string): void {
    if (byId.value.get(id)?.state === 'approved') return announce(t('documents.said.withdraw_first'), 'bad');
    saveError.value = null;
    selected.value = id;
    editing.value = id;
  }
  async function cancelEdit(): Promise<void> {
    const id = editing.value;
    editing.value = null;
    if (id) await focusTask(id);
  }
  /** Saves what a form changed; with `id` null a new task behind the selected one. Returns whether it is saved. */
  async function store(id: string | null, fields: TaskFields): Promise<boolean> {
    saveError.value = null;
    try {
      const result = await review.change(id === null
        ? { op: 'add_task', fields, ...(selected.value ? { task_id: selected.value } : {}) }
        : { op: 'set_task', task_id: id, fields });
      announce(t(id === null ? 'documents.said.added' : 'documents.said.saved'), 'good', { label: t('documents.review.undo'), run: () => void undo() });
      const fresh = id ?? result.put[0]?.task_id;
      if (fresh) selected.value = fresh;
      return true;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      saveError.value = error;
      return false;
    }
  }
  async function save(fields: TaskFields): Promise<void> {
    const id = editing.value;
    if (id === null || review.busy.value) return;
    if (Object.keys(fields).length === 0 || await store(id, fields)) await cancelEdit();
  }
  function askSplit(id: string): void {
    selected.value = id;
    splitting.value = id;
  }
  function pickUnit(id: string, role: Role, index: number): void {
    const task = byId.value.get(id);
    const unit = task?.[role][index];
    if (!task || !unit) return;
    selected.value = id;
    point(id, `${role}.${index}`, true);
    if ((unit.reason ?? 'unresolved') === 'unresolved' && task.state !== 'approved') asking.value = { taskId: id, role, index, text: unit.text, suggestions: unit.suggestions ?? [] };
  }
  async function chooseForTask(question: UnitQuestion, unitId: string): Promise<boolean> {
    const task = question.taskId === null ? undefined : byId.value.get(question.taskId);
    if (!task || question.role === null) return false;
    const units: TaskUnit[] = task[question.role].map((unit, index) => (index === question.index ? { ...unit, unit_ids: [unitId], reason: 'chosen', suggestions: [] } : unit));
    return store(task.task_id, { [question.role]: units });
  }

  return {
    busy: review.busy, tasks, byId, places, selected, editing, saveError, field, hovered, cursor, splitting, asking, showRange, taskRange,
    select, point, pointArea, pointSpan, toSource, pickInSource, focusTask, undo, approveTasks, approveArea, approveAll, withdrawTasks, remove, mergeNext,
    split, edit, cancelEdit, store, save, askSplit, pickUnit, chooseForTask,
  };
}
export type ReviewDesk = ReturnType<typeof useDesk>;
