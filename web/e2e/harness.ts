// SPDX-License-Identifier: Apache-2.0
// The real program on a free port with an empty database, and a browser that must stay silent.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';

const here = dirname(fileURLToPath(import.meta.url));
export const repository = resolve(here, '../..');
export const samples = join(repository, 'samples');
export const out = join(here, 'out');
export const program = process.env['PLUMBLINE'] ?? join(repository, 'build/release/plumbline');
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const axeSource = readFileSync(join(here, '../node_modules/axe-core/axe.min.js'), 'utf8');

export const wide = { width: 1280, height: 800 };
export const phone = { width: 360, height: 740 };

export interface Api { document_id: string; title: string; kind: string; revision: number; task_count: number; tasks: { task_id: string; title: string | null; text: string; area: string | null; state: string; span: [number, number] | null }[]; text: string }

/** The program on a database in that folder. */
async function serve(folder: string, clock: string, first: boolean): Promise<{ server: ChildProcess; base: string; code: string }> {
  const server = spawn(program, ['serve', '--port', '0', '--database', `sqlite:${join(folder, 'test.db')}`, '--web', join(here, '../dist'), '--packs', join(repository, 'packs'), '--jurisdiction', 'sample_county', ...(clock === '' ? [] : ['--clock', clock])], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const started = await new Promise<{ base: string; code: string }>((found, failed) => {
    let line = '';
    server.stdout.on('data', (chunk: Buffer) => {
      line += chunk.toString();
      const address = /http:\/\/\S+/.exec(line);
      const setup = /setup code: (\S+)/.exec(line);
      // The code is told only while nobody has an account.
      if (address && (setup || !first)) found({ base: address[0].replace(/\/$/, ''), code: setup?.[1] ?? '' });
    });
    server.on('error', (error) => failed(new Error(`cannot start ${program}: ${error.message}`)));
    server.on('exit', (code, signal) => failed(new Error(`${program} ended (${code ?? signal}): ${said}`)));
  });
  return { server, ...started };
}

/** What every person of these tests signs in with. */
export const password = 'Willow-Lake-2026';

export class Stage {
  readonly faults: string[] = [];
  /** Cookie of whoever asks and whose pages are opened: at first that of the person who set the program up. */
  cookie = '';
  private constructor(public base: string, private server: ChildProcess, private readonly browser: Browser, readonly folder: string, readonly setupCode: string) {}

  /** `fresh`: nobody is set up yet and nothing is there; `clock`: the program's clock starts at this moment. */
  static async start({ fresh = false, clock = '' } = {}): Promise<Stage> {
    mkdirSync(out, { recursive: true });
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'));
    const { server, base, code } = await serve(folder, clock, true);
    const browser = await chromium.launch({
      executablePath: browserPath,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=zh-CN'],
    });
    const stage = new Stage(base, server, browser, folder, code);
    if (fresh) return stage;
    stage.cookie = await stage.signIn('/api/setup', { code, user_name: 'shen', name: '沈知行', unit: '', password });
    await stage.post(`/api/organisation/imports?name=organisations.csv&apply=true`, readFileSync(join(samples, 'organisations.csv')));
    // One person for everything, as in a bureau of one: most tests are not about who may what.
    const { account } = await stage.get<{ account: { account_id: string } }>('/api/session');
    await stage.post(`/api/accounts/${account.account_id}/changes`, JSON.stringify({ unit: 'sfj', roles: ['coordinator', 'unit_clerk', 'unit_approver', 'leader', 'inspector'] }));
    stage.cookie = await stage.signIn('/api/session', { user_name: 'shen', password });
    return stage;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.stopped();
    rmSync(this.folder, { recursive: true, force: true });
  }
  /** Ends the program and starts it on the same database at another moment; everybody signs in again. */
  async restart(clock: string): Promise<void> {
    await this.stopped();
    Object.assign(this, await serve(this.folder, clock, false));
  }
  private async stopped(): Promise<void> {
    const ended = new Promise<void>((done) => { if (this.server.exitCode !== null || this.server.signalCode !== null) done(); else this.server.once('close', () => done()); });
    this.stopServer();
    await ended;
  }
  stopServer(): void {
    this.server.removeAllListeners('exit');
    if (this.server.exitCode === null) this.server.kill('SIGTERM');
  }

  /** Cookie of a session. */
  async signIn(path: string, body: object): Promise<string> {
    const answer = await fetch(this.base + path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] as string;
  }
  /** Another person, who has used the one-time code; gives the cookie. */
  async addPerson(userName: string, name: string, unit: string, roles: string[]): Promise<string> {
    const { code } = await this.post<{ code: string }>('/api/accounts', JSON.stringify({ user_name: userName, name, unit, roles }));
    return this.signIn('/api/session/code', { user_name: userName, code, password });
  }
  /** Acts with another person's cookie and comes back to one's own. */
  async as<T>(cookie: string, act: () => Promise<T>): Promise<T> {
    const own = this.cookie;
    this.cookie = cookie;
    try {
      return await act();
    } finally {
      this.cookie = own;
    }
  }

  /** A page that reports everything a user would call broken: console errors, crashes, security policy, foreign requests. */
  async open(path: string, size = wide, language = 'zh-CN'): Promise<Page> {
    const context = await this.browser.newContext({ viewport: size, locale: language, acceptDownloads: true, hasTouch: size === phone });
    if (this.cookie !== '') {
      const [name, value] = this.cookie.split(/=(.*)/s) as [string, string];
      await context.addCookies([{ name, value, url: this.base, httpOnly: true, sameSite: 'Strict' }]);
    }
    const page = await context.newPage();
    await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) => console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));`);
    if (language === 'en') await page.addInitScript(`localStorage.setItem('plumbline.language', 'en')`);
    page.on('console', (message) => {
      // A refused request is told to the user by the page; the browser's own line about it is no fault of the page.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) this.faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(this.base) && !/^(data|blob):/.test(url)) this.faults.push(`foreign request: ${url}`);
    });
    await page.goto(this.base + path);
    return page;
  }
  async close(page: Page): Promise<void> {
    const context: BrowserContext = page.context();
    await context.close();
  }

  post<T>(path: string, body: Uint8Array | string): Promise<T> {
    return this.send('POST', path, body);
  }
  put<T>(path: string, body: Uint8Array | string): Promise<T> {
    return this.send('PUT', path, body);
  }
  private async send<T>(method: string, path: string, body: Uint8Array | string): Promise<T> {
    const answer = await fetch(this.base + path, { method, body: body as BodyInit, headers: { Cookie: this.cookie, 'Content-Type': typeof body === 'string' ? 'application/json' : 'application/octet-stream' } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }
  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.base + path, { headers: { Cookie: this.cookie } });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
  importFile(name: string, query = ''): Promise<Api> {
    return this.post<Api>(`/api/documents?name=${encodeURIComponent(name.split('/').pop() as string)}${query}`, readFileSync(join(samples, name)));
  }
  importText(name: string, text: string, query = ''): Promise<Api> {
    return this.post<Api>(`/api/documents?name=${encodeURIComponent(name)}&pasted=true${query}`, Buffer.from(text));
  }
  draft(id: string): Promise<Api> {
    return this.get<Api>(`/api/documents/${id}`);
  }
  async approveAll(id: string): Promise<void> {
    const { revision } = await this.draft(id);
    await this.post(`/api/documents/${id}/approvals`, JSON.stringify({ revision, all: true }));
  }
}

/** Serious and critical faults of the page as it stands, each with the elements it was found on. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    interface Axe { run(options: object): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }> }
    const { violations } = await (window as unknown as { axe: Axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    return violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
      .flatMap((one) => one.nodes.slice(0, 3).map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`));
  });
}

/** How far the page is wider than the window; a person with a phone should only scroll down. */
export const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Waits until the page is there; the address of the sign-in page ends with the path it leads back to, so only the path counts. */
export const reached = (page: Page, path: string): Promise<void> => page.waitForURL((address) => address.pathname === path);

export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(out, `${name}.png`) });
}
export async function said(page: Page, words: string | RegExp): Promise<void> {
  await page.locator('.notice', { hasText: words }).waitFor({ timeout: 15_000 });
}
export function silent(stage: Stage): void {
  expect(stage.faults).toEqual([]);
}

/** An invented plan with a name that no unit has. */
export const smallPlan = `砚湖县2026年行政争议化解工作方案
为做好行政争议化解工作，制定本方案。
一、完善化解机制
1.建立联席会议。每季度召开一次联席会议，通报典型案件。
牵头单位：县司法局
配合单位：县信访局
完成时限：2026年3月底前
2.设立调解室。在政务大厅设立行政争议调解室，安排专人值守。同时公布受理电话和受理时间。
牵头单位：砚湖数字专班
完成时限：2026年6月30日前
二、加强源头预防
3.开展执法回访。对作出处罚的案件按比例回访，回访率不低于60%。
牵头单位：县市场监督管理局
配合单位：县司法局、砚湖数字专班
完成时限：长期坚持
`;
