// SPDX-License-Identifier: Apache-2.0
// node calendar_source.mjs FROM UNTIL: what the npm package chinese-days, which shares nothing with
// us, knows of each day. One line a day: date, working or off.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { isWorkday } = require('chinese-days');

const [from, until] = process.argv.slice(2);
for (let day = Date.parse(from); day < Date.parse(until); day += 86_400_000) {
  const date = new Date(day).toISOString().slice(0, 10);
  console.log(`${date}\t${isWorkday(date) ? 'working' : 'off'}`);
}
