// Measurements of a run. They are written down and printed, never asserted: a busy computer is no fault of the code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'test-results', 'measured');

export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

/** Writes `{what, unit, count, p50, p95, max, all}` and prints one line. */
export function record(name: string, what: string, milliseconds: readonly number[]): void {
  const round = (value: number) => Math.round(value * 10) / 10;
  const [p50, p95, max] = [percentile(milliseconds, 0.5), percentile(milliseconds, 0.95), Math.max(...milliseconds)].map(round);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ what, unit: 'ms', count: milliseconds.length, p50, p95, max, all: milliseconds.map(round) }, null, 1) + '\n');
  console.log(`measured: ${what}: ${milliseconds.length} times, p50 ${p50} ms, p95 ${p95} ms, max ${max} ms`);
}
