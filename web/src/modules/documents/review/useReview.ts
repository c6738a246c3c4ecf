// SPDX-License-Identifier: Apache-2.0
// The draft under review: what the server last said of it, and the commands that change it.
import { computed, ref } from 'vue';
import { ProblemError } from '@/api/client';
import { documents, type Approval } from '@/api/documents';
import type { Change, ChangeResult, Draft, DraftTask } from '@/api/types';
import { CodePoints } from '@/composables/codePoints';
import { useLoad } from '@/composables/useLoad';

export function merge(draft: Draft, result: ChangeResult): Draft {
  const tasks = new Map(draft.tasks.map((task) => [task.task_id, task]));
  for (const task of result.put) tasks.set(task.task_id, task);
  for (const id of result.removed) tasks.delete(id);
  const ordered = result.order.map((id) => tasks.get(id)).filter((task): task is DraftTask => task !== undefined);
  return { ...draft, ...result.summary, tasks: ordered, revision: result.revision, can_undo: result.can_undo };
}

export function useReview(id: string) {
  const load = useLoad((signal) => documents.get(id, signal));
  const draft = load.data;
  const busy = ref(false);
  const text = computed(() => draft.value?.text ?? '');
  const points = computed(() => new CodePoints(text.value));

  /** Somebody else was faster: what is shown is renewed before the problem is handed on. */
  async function run(call: (revision: number) => Promise<ChangeResult>): Promise<ChangeResult> {
    const before = draft.value;
    if (before === null) throw new Error('no draft');
    busy.value = true;
    try {
      const result = await call(before.revision);
      if (draft.value !== null) draft.value = merge(draft.value, result);
      return result;
    } catch (error) {
      if (error instanceof ProblemError && error.problem.id === 'intake.revision_conflict') await load.reload();
      throw error;
    } finally {
      busy.value = false;
    }
  }

  return {
    ...load,
    draft,
    busy,
    points,
    change: (change: Omit<Change, 'revision'>) => run((revision) => documents.change(id, { ...change, revision })),
    approve: (which: Approval) => run((revision) => documents.approve(id, revision, which)),
    withdraw: (taskIds: string[]) => run((revision) => documents.withdraw(id, revision, taskIds)),
  };
}
export type Review = ReturnType<typeof useReview>;
