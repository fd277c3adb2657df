import { describe, expect, it } from 'vitest';
import { canResume, FILE_BYTES_MAX, fileProblem, formatOf, importPercent, type Import, percent, remainingMs, remember, type Sample, size } from './imports';

const running: Import = {
  id: '1', name: 'posts.csv', format: 'csv', state: 'running', bytes_total: 1000, bytes_done: 999, lines_ok: 9, lines_bad: 1, created_at: 0, finished_at: null,
};

describe('a chosen file', () => {
  it.each([
    ['posts.CSV', 'csv'], ['posts.jsonl', 'jsonl'], ['posts.ndjson', 'jsonl'], ['글모음.json', 'jsonl'], ['posts.xlsx', null], ['posts', null], ['posts.tsv', 'csv'],
  ])('%s is %s', (name, format) => expect(formatOf(name)).toBe(format));

  it.each([
    [null, 'required'],
    [{ name: 'a.csv', size: 0 }, 'empty_file'],
    [{ name: 'a.csv', size: FILE_BYTES_MAX + 1 }, 'too_large_file'],
    [{ name: 'a.xlsx', size: 9 }, 'unknown_format'],
    [{ name: 'a.csv', size: 9 }, null],
  ])('%j: %s', (file, problem) => expect(fileProblem(file)).toBe(problem));
});

describe('progress', () => {
  it('is 100 only when it is done', () => {
    expect(importPercent(running)).toBe(99);
    expect(importPercent({ ...running, bytes_done: 1000 })).toBe(99);
    expect(importPercent({ ...running, state: 'done' })).toBe(100);
    expect(percent(5, 0, false)).toBe(0);
  });

  it('tells how long still, once it knows the pace', () => {
    let samples: Sample[] = [];
    samples = remember(samples, { at: 0, done: 0 });
    expect(remainingMs(samples, 1000)).toBeNull();
    samples = remember(samples, { at: 2000, done: 200 });
    expect(remainingMs(samples, 1000)).toBe(8000);
  });

  it('begins anew after a step back, and forgets the distant past', () => {
    expect(remember([{ at: 0, done: 500 }], { at: 10, done: 100 })).toEqual([{ at: 10, done: 100 }]);
    const many = Array.from({ length: 30 }, (_, i) => ({ at: i, done: i })).reduce<Sample[]>(remember, []);
    expect(many[0]).toEqual({ at: 18, done: 18 });
  });

  it('offers to resume what stopped', () => {
    expect((['receiving', 'running', 'done', 'failed', 'interrupted'] as const).filter(canResume)).toEqual(['failed', 'interrupted']);
  });
});

describe('sizes', () => {
  it.each([[999, '999 byte'], [25_400, '25 kilobyte'], [12_340_000, '12.3 megabyte']])('%d', (bytes, words) => {
    expect(`${size(bytes).value} ${size(bytes).unit}`).toBe(words);
  });
});
