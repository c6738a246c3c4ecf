// SPDX-License-Identifier: Apache-2.0
// node bench/duckdb.mjs REQUEST: loads a table from CSV into DuckDB and times queries over it.
// REQUEST is JSON: {csv, database, columns: [name…], queries: [{name, sql, times}]}; prints
// {version, load_s, queries: {name: {median_ms, best_ms, rows}}}.
import { readFileSync } from 'node:fs';
import duckdb, { DuckDBInstance } from '@duckdb/node-api';

const request = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const instance = await DuckDBInstance.create(request.database);
const connection = await instance.connect();
const rows = async (sql) => (await connection.runAndReadAll(sql)).getRows();
const plain = (value) => (typeof value === 'bigint' ? Number(value) : Number(value ?? 0));

const started = performance.now();
const types = request.columns.map((name) => `'${name}': 'INTEGER'`).join(', ');
await connection.run(
  `create table flat as select * from read_csv('${request.csv}', header = false, auto_detect = false, delim = ',', columns = {${types}})`);
await connection.run('checkpoint');
const answer = { version: duckdb.version(), load_s: (performance.now() - started) / 1000, queries: {} };

for (const { name, sql, times } of request.queries) {
  const taken = [];
  let found = [];
  for (let i = 0; i < times; ++i) {
    const start = performance.now();
    found = await rows(sql);
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  answer.queries[name] = {
    median_ms: taken[Math.floor(taken.length / 2)],
    best_ms: taken[0],
    rows: found.map((row) => row.map(plain)),
  };
}
// Decimals of at most three digits: the reader takes exact numbers only.
console.log(JSON.stringify(answer, (key, value) => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(3)) : value)));
connection.closeSync();
