// SPDX-License-Identifier: Apache-2.0
// One record on the screen and everything that a person can do to it; each answer is the record after it.
import { computed, ref, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { ProblemError } from '@/api/client';
import { records, type StepBody, type StepDay } from '@/api/records';
import { rules } from '@/api/rules';
import type { RecordDetail } from '@/api/types';
import { announce } from '@/composables/announce';
import { useLoad } from '@/composables/useLoad';
import { movedDates, type MovedDate } from './moved';
import { waiting } from './waiting';
import type { Fields } from '@/domain/record/values';

// Refusals that only say the record is at another stage: such a step is not offered.
const elsewhere = new Set(['wrong_state', 'already_done', 'record_closed', 'unknown_step', 'clock_not_running', 'not_permitted']);

export function useRecord(register: () => string, id: () => string) {
  const { t } = useI18n();
  const day = ref('');
  const shown = shallowRef<RecordDetail | null>(null);
  const chosen = ref<string | null>(null);
  const moved = shallowRef<MovedDate[]>([]);
  const dialog = ref<'correct' | 'annul' | 'erase' | 'move' | null>(null);
  const read = useLoad((signal) => records.get(id(), day.value || null, signal));
  const declaration = useLoad((signal) => rules.register(register(), null, read.data.value?.rules ?? null, signal));
  watch(day, () => { chosen.value = null; void read.reload(); });
  watch(read.data, (found) => { shown.value = found; });
  // Nothing is known of the day that was asked for: what is on the screen is of another day.
  const stale = computed(() => read.error.value !== null && day.value !== (read.data.value?.as_of ?? ''));

  const step = computed(() => declaration.data.value?.steps.find((one) => one.id === chosen.value));
  const possible = computed(() => shown.value?.possible.find((one) => one.step === chosen.value));
  const again = computed(() => shown.value?.steps.some((one) => one.step === chosen.value) ?? false);
  const offered = computed(() => (shown.value?.possible ?? []).filter((one) => one.allowed || one.refusals.every((refusal) => !elsewhere.has(refusal.code))));
  const others = computed(() => (shown.value && declaration.data.value ? waiting(declaration.data.value, shown.value) : []));
  const isAside = (stepId: string): boolean => declaration.data.value?.steps.find((one) => one.id === stepId)?.aside ?? false;
  const choices = computed(() => [
    { id: 'open', steps: offered.value.filter((one) => one.allowed && !isAside(one.step)) },
    { id: 'aside', steps: offered.value.filter((one) => one.allowed && isAside(one.step)) },
    { id: 'held_back', steps: offered.value.filter((one) => !one.allowed) },
  ].filter((one) => one.steps.length > 0));

  // What a colleague recorded meanwhile is fetched, and what this person filled in stays.
  async function change(act: (now: RecordDetail) => Promise<RecordDetail>): Promise<RecordDetail> {
    const now = shown.value as RecordDetail;
    try {
      shown.value = await act(now);
    } catch (caught) {
      if (caught instanceof ProblemError && caught.problem.id === 'records.revision_conflict') await read.reload();
      throw caught;
    }
    moved.value = movedDates(now.clocks, shown.value.clocks);
    dialog.value = null;
    return shown.value;
  }
  async function send(body: StepBody): Promise<void> {
    const title = step.value?.title ?? body.step;
    const after = await change((now) => records.step(now.record_id, now.revision, body));
    moved.value = [];
    chosen.value = null;
    announce(t('records.done', { step: title, state: after.state_title }));
  }
  async function annul(reason: string): Promise<void> {
    const after = await change((now) => records.annul(now.record_id, now.revision, reason));
    announce(t('records.annulled', { state: after.state_title }));
  }
  async function correct(fields: Fields, steps: StepDay[], reason: string): Promise<void> {
    await change((now) => records.correct(now.record_id, now.revision, fields, steps, reason));
    announce(t('records.corrected'));
  }
  async function erase(reason: string): Promise<void> {
    await change((now) => records.erase(now.record_id, now.revision, reason));
    announce(t('records.erased_done'));
  }
  async function move(reason: string): Promise<void> {
    await change((now) => records.move(now.record_id, now.revision, reason));
    await declaration.reload();
    announce(t('records.rules_moved'));
  }
  return { day, shown, chosen, moved, dialog, read, declaration, stale, step, possible, again, choices, others, send, annul, correct, erase, move };
}
