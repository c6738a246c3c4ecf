// SPDX-License-Identifier: Apache-2.0
// Who is signed in, and everybody who may be.
import { request } from './client';
import type { Account, AccountChange, AccountWithCode, NewAccount, Person, Session } from './types';

const account = (id: string): string => `/api/accounts/${encodeURIComponent(id)}`;

export const sessions = {
  get: () => request<Session>('GET', '/api/session'),
  signIn: (userName: string, password: string) => request<Session>('POST', '/api/session', { json: { user_name: userName, password }, once: false }),
  signInByCode: (userName: string, code: string, password: string) => request<Session>('POST', '/api/session/code', { json: { user_name: userName, code, password }, once: false }),
  setUp: (body: { code: string; user_name: string; name: string; unit: string; password: string }) => request<Session>('POST', '/api/setup', { json: body, once: false }),
  signOut: () => request<void>('DELETE', '/api/session', { once: false }),
  changePassword: (oldPassword: string, newPassword: string) => request<void>('POST', '/api/session/password', { json: { old_password: oldPassword, new_password: newPassword }, once: false }),
};

export const accounts = {
  list: () => request<{ items: Account[] }>('GET', '/api/accounts'),
  open: (body: NewAccount) => request<AccountWithCode>('POST', '/api/accounts', { json: body }),
  change: (id: string, body: AccountChange) => request<Account>('POST', `${account(id)}/changes`, { json: body }),
  issueCode: (id: string) => request<AccountWithCode>('POST', `${account(id)}/codes`),
  people: () => request<{ items: Person[] }>('GET', '/api/people'),
};
