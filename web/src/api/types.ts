// SPDX-License-Identifier: Apache-2.0
// Short names for the shapes of schema/openapi.yaml; schema.d.ts is generated from it (npm run generate).
import type { components, operations } from './schema';

type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];
export type Span = [number, number];
export type DocumentSummary = Schemas['DocumentSummary'];
export type DocumentPage = Schemas['DocumentPage'];
export type Draft = Schemas['Draft'];
export type DraftTask = Schemas['DraftTask'];
export type TaskUnit = Schemas['TaskUnit'];
export type Deadline = Schemas['Deadline'];
export type Target = Schemas['Target'];
export type TaskFields = Schemas['TaskFields'];
export type Repair = Schemas['Repair'];
export type Change = Schemas['Change'];
export type ChangeResult = Schemas['ChangeResult'];
export type LedgerTask = Schemas['LedgerTask'];
export type LedgerPage = Schemas['LedgerPage'];
export type Facets = Schemas['Facets'];
export type TaskDetail = Schemas['TaskDetail'];
export type LinkEnd = Schemas['LinkEnd'];
export type Links = Schemas['Links'];
export type Comparison = Schemas['Comparison'];
export type LedgerImport = Schemas['LedgerImport'];
export type OrganisationUnit = Schemas['OrganisationUnit'];
export type Resolution = Schemas['Resolution'];
export type LedgerQuery = NonNullable<operations['list_ledger']['parameters']['query']>;
export type ExportQuery = NonNullable<operations['export_ledger']['parameters']['query']>;
export type Organisation = { revision: number; units: OrganisationUnit[] };
export type OrganisationImport = { added: number; changed: number; unchanged: number; applied: boolean };
export type Role = 'lead' | 'responsible' | 'supporting';
export const roles: readonly Role[] = ['lead', 'responsible', 'supporting'];
export const unitKinds = [
  'authority', 'party', 'government', 'institution', 'peoples_organisation', 'congress', 'consultative',
  'judicial', 'township', 'subdistrict', 'vertical', 'enterprise', 'other',
] as const satisfies readonly OrganisationUnit['kind'][];
export const deadlineKinds = ['date', 'period', 'recurring', 'standing', 'relative'] as const satisfies readonly Deadline['kind'][];
export type CalendarYear = Schemas['CalendarYear'];
export type Notice = Schemas['Notice'];
export type NoticeDay = Schemas['NoticeDay'];
export type NoticeResult = Schemas['NoticeResult'];
export type Receipt = Schemas['Receipt'];
export type NoticeReading = operations['read_notice']['responses']['200']['content']['application/json'];
export type DueQuery = operations['compute_due']['parameters']['query'];
export type Rules = Schemas['Rules'];
export type RegisterSummary = Schemas['RegisterSummary'];
export type RegisterDeclaration = Schemas['RegisterDeclaration'];
export type RegisterStep = Schemas['RegisterStep'];
export type RegisterClock = Schemas['RegisterClock'];
export type RegisterField = Schemas['RegisterField'];
export type RuleValue = Schemas['RuleValue'];
export type Parameter = Schemas['Parameter'];
export type Citation = Schemas['Citation'];
export type Breach = Schemas['Breach'];
export type WhatIf = Schemas['WhatIf'];
export type RecordPage = Schemas['RecordPage'];
export type RecordRow = Schemas['RecordRow'];
export type RecordDetail = Schemas['RecordDetail'];
export type RecordClock = Schemas['RecordClock'];
export type PossibleStep = Schemas['PossibleStep'];
export type Refusal = Schemas['Refusal'];
export type Attachment = Schemas['Attachment'];
export type RecordQuery = NonNullable<operations['list_records']['parameters']['query']>;
export type Checkpoint = Schemas['Checkpoint'];
export type CheckpointKey = Schemas['CheckpointKey'];
export type ProofEntry = Schemas['ProofEntry'];
