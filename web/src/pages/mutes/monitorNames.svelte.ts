// The names of a brand's monitors, for whoever shows a mention. Asked once; again when a mention names a monitor that nobody knows.
import { listMonitors } from '../../api/calls/monitors';

class MonitorNames {
  #names = $state.raw<ReadonlyMap<string, string>>(new Map());
  #asked = new Map<string, Promise<void>>();
  #missing = new Set<string>();

  of(id: string): string | undefined {
    return this.#names.get(id);
  }

  /** Sees to it that these are known, if they exist. */
  need(brand: string, ids: readonly string[]) {
    const unknown = ids.filter((id) => !this.#names.has(id) && !this.#missing.has(id));
    if (unknown.length === 0 || this.#asked.has(brand)) return;
    const asking = this.#ask(brand, unknown).finally(() => this.#asked.delete(brand));
    this.#asked.set(brand, asking);
  }

  async #ask(brand: string, wanted: readonly string[]) {
    // A mention without its monitor's name still says the word; nothing else depends on this.
    const { items } = await listMonitors(brand).catch(() => ({ items: [] }));
    this.#names = new Map([...this.#names, ...items.map(({ id, name }): [string, string] => [id, name])]);
    for (const id of wanted) if (!this.#names.has(id)) this.#missing.add(id);
  }
}

export const monitorNames = new MonitorNames();
