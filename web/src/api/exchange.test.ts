// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProblemError } from './client';
import { exchange, nameIn } from './exchange';

afterEach(() => { vi.unstubAllGlobals(); });

describe('a download', () => {
  it('is named as the server says', () => {
    expect(nameIn(`attachment; filename="x.xlsx"; filename*=UTF-8''%E4%BB%BB%E5%8A%A1.xlsx`, 'y')).toBe('任务.xlsx');
    expect(nameIn('attachment; filename="x.xlsx"', 'y')).toBe('x.xlsx');
    expect(nameIn(`attachment; filename*=UTF-8''%E4%BB`, 'y')).toBe('y');
    expect(nameIn(null, 'y')).toBe('y');
  });
  it('asks for all records, however many a page has', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (path: string) => { asked.push(path); return Promise.resolve(new Response('x')); });
    await exchange.export('task', { q: 'a', limit: 50, cursor: 'c' }, 'csv');
    expect(asked).toEqual(['/api/registers/task/export?q=a&format=csv']);
  });
  it('tells a refusal in the words of the server', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"id":"exchange.unknown_step","title":"没有这一步","type":"","status":422}', { status: 422 })));
    await expect(exchange.template('task', 'x')).rejects.toMatchObject({ problem: { id: 'exchange.unknown_step' } });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>', { status: 502 })));
    await expect(exchange.dossier('r1')).rejects.toBeInstanceOf(ProblemError);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await expect(exchange.dossier('r1')).rejects.toMatchObject({ problem: { id: 'client.unreachable' } });
  });
});
