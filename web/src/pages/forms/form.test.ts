import { describe, expect, it } from 'vitest';
import { Task } from './form.svelte';

describe('a task', () => {
  it('runs once at a time', async () => {
    const task = new Task();
    let runs = 0;
    let finish = () => {};
    const first = task.run(() => {
      runs++;
      return new Promise<void>((resolve) => (finish = resolve));
    });
    expect(await task.run(async () => void runs++)).toBe(false);
    finish();
    expect(await first).toBe(true);
    expect([runs, task.busy]).toEqual([1, false]);
  });

  it('keeps its failure to be shown, until the next attempt', async () => {
    const task = new Task();
    expect(await task.run(() => Promise.reject(new Error('no')))).toBe(false);
    expect(task.failure).toEqual(new Error('no'));
    expect(await task.run(() => Promise.resolve())).toBe(true);
    expect(task.failure).toBeNull();
  });
});
