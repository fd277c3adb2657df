// The pictures that go with a pasted post: each is sent as soon as it is chosen, and says how far it is.
import { upload } from '../../api/calls/paste';
import { describeError } from '../../api/errors';
import { pictureProblem, PICTURES_MAX, type PictureProblem } from './pictures';

export interface Screenshot {
  key: number;
  name: string;
  bytes: number;
  sent: number;
  state: 'sending' | 'sent' | 'failed';
  /** What it looks like, as a `data:` address. */
  preview: string | null;
  id: string | null;
  failure: string | null;
}

export class Screenshots {
  list = $state<Screenshot[]>([]);
  problem = $state<PictureProblem | null>(null);
  sending = $derived(this.list.some((one) => one.state === 'sending'));
  ids = $derived(this.list.flatMap((one) => (one.id === null ? [] : [one.id])));

  #next = 1;
  #files = new Map<number, { file: File; stopper: AbortController }>();

  constructor(private readonly brand: string) {}

  add(files: readonly File[]) {
    this.problem = null;
    for (const file of files) {
      this.problem = this.list.length >= PICTURES_MAX ? 'too_many' : pictureProblem(file);
      if (this.problem) return;
      const key = this.#next++;
      this.#files.set(key, { file, stopper: new AbortController() });
      this.list.push({ key, name: file.name, bytes: file.size, sent: 0, state: 'sending', preview: null, id: null, failure: null });
      void this.#show(key, file);
      void this.send(key);
    }
  }

  async send(key: number) {
    const own = this.#files.get(key);
    if (!own) return;
    this.#change(key, { state: 'sending', sent: 0, failure: null });
    try {
      const { id } = await upload(this.brand, own.file, (sent) => this.#change(key, { sent }), own.stopper.signal);
      this.#change(key, { state: 'sent', id });
    } catch (cause) {
      if (!own.stopper.signal.aborted) this.#change(key, { state: 'failed', failure: describeError(cause) });
    }
  }

  remove(key: number) {
    this.#files.get(key)?.stopper.abort();
    this.#files.delete(key);
    this.list = this.list.filter((one) => one.key !== key);
    this.problem = null;
  }

  stop() {
    for (const { stopper } of this.#files.values()) stopper.abort();
  }

  #change(key: number, change: Partial<Screenshot>) {
    this.list = this.list.map((one) => (one.key === key ? { ...one, ...change } : one));
  }

  async #show(key: number, file: File) {
    const preview = await new Promise<string | null>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : null);
      reader.onerror = () => resolve(null);
      reader.readAsDataURL(file);
    });
    this.#change(key, { preview });
  }
}
