// One clock for every deadline on the screen. It ticks on the second, by the server's time as far as we know it.
class Clock {
  now = $state(Date.now());
  #ahead_ms = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  start() {
    if (this.#timer !== undefined) return;
    const tick = () => {
      this.now = Date.now() + this.#ahead_ms;
      this.#timer = setTimeout(tick, 1000 - (this.now % 1000));
    };
    tick();
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.now = Date.now() + this.#ahead_ms;
    });
  }

  /** Corrects a machine whose clock is wrong by more than the answer's `Date` header can be (it has whole seconds). */
  heard(serverTime_ms: number) {
    const ahead_ms = serverTime_ms + 500 - Date.now();
    this.#ahead_ms = Math.abs(ahead_ms) > 2000 ? ahead_ms : 0;
  }
}

export const clock = new Clock();
