// Does something again and again, one after the other, and rests while nobody looks at the page.

export class Repeat {
  #work;
  #every;
  #timer = 0;
  #running = false;
  #busy = false;

  // What takes long is asked for less often: waiting is at least ten times the work.
  constructor(work, every) {
    this.#work = work;
    this.#every = every;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.#timer);
      if (this.#running && !document.hidden) this.#turn();
    });
  }

  get running() {
    return this.#running;
  }

  start() {
    this.#running = true;
    clearTimeout(this.#timer);
    this.#turn();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  async #turn() {
    if (this.#busy) return;
    this.#busy = true;
    const began = performance.now();
    try {
      await this.#work();
    } finally {
      this.#busy = false;
      if (this.#running && !document.hidden) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#turn(), Math.max(this.#every, 10 * (performance.now() - began)));
      }
    }
  }
}
