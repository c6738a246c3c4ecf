// SPDX-License-Identifier: Apache-2.0
// What a picture of a number over time looks like. A value that does not apply is a gap, never a zero.
import type { EChartsCoreOption } from 'echarts/core';
import type { TrendPoint } from '@/api/types';

export interface ChartWish {
  title: string;
  points: readonly TrendPoint[];
  unitWord: string;
  bars: boolean;
  small: boolean;
  target: { value: number; words: string } | null;
  description: string;
}

export function chartOption(wish: ChartWish): EChartsCoreOption {
  const values = wish.points.map((one) => (one.value.value === null ? null : Number(one.value.value)));
  const line = wish.target === null ? {} : {
    markLine: { silent: true, symbol: 'none', lineStyle: { color: '#8a5a00', type: 'dashed', width: 1.5 }, label: { show: !wish.small, formatter: wish.target.words, position: 'insideEndTop', color: '#8a5a00' }, data: [{ yAxis: wish.target.value }] },
  };
  return {
    animation: false,
    aria: { enabled: true, label: { description: wish.description }, decal: { show: wish.bars && !wish.small } },
    grid: wish.small ? { left: 2, right: 2, top: 4, bottom: 4 } : { left: 8, right: 20, top: 28, bottom: 8, containLabel: true },
    tooltip: wish.small ? { show: false } : { trigger: 'axis', renderMode: 'richText', valueFormatter: (value: unknown) => (value === null || value === undefined ? '–' : `${String(value)}${wish.unitWord}`) },
    xAxis: { type: 'category', show: !wish.small, data: wish.points.map((one) => one.period), axisLabel: { color: '#40454b' }, axisLine: { lineStyle: { color: '#8b9199' } } },
    yAxis: { type: 'value', show: !wish.small, min: 0, ...(wish.unitWord === '%' ? { max: (found: { max: number }) => Math.max(100, found.max) } : { minInterval: 1 }), axisLabel: { color: '#40454b' }, splitLine: { lineStyle: { color: '#e3e6ea' } } },
    series: [{ type: wish.bars ? 'bar' : 'line', name: wish.title, data: values, connectNulls: false, showSymbol: !wish.small, symbolSize: 7, barMaxWidth: 36, itemStyle: { color: '#1a5fb4' }, lineStyle: { color: '#1a5fb4', width: 2 }, ...line }],
  };
}
