// The network, with types, and fresh people on it for each test.
import type { Api, Brand, Channel } from './api';
import { Person as AnyPerson } from '../bluesky/customer.mjs';
import { type Network as AnyNetwork, startNetwork as start } from '../bluesky/launch.mjs';

export interface Ref {
  uri: string;
  cid: string;
  root?: Ref;
}

export interface ThreadView {
  $type: string;
  post: Ref & { record: { text: string; reply?: { root: Ref; parent: Ref } } };
  parent?: ThreadView;
  replies?: ThreadView[];
}

export interface Person {
  token: string;
  did: string;
  handle: string;
  post(text: string, options?: { langs?: string[]; replyTo?: Ref; quote?: Ref; tags?: Record<string, string> }): Promise<Ref>;
  edit(uri: string, text: string): Promise<Ref>;
  remove(uri: string): Promise<void>;
  create(collection: string, record: Record<string, unknown>): Promise<Ref>;
  call<T>(method: string, what: { query?: Record<string, unknown>; body?: unknown }): Promise<T>;
  introduce(displayName: string, description?: string): Promise<void>;
  thread(uri: string): Promise<ThreadView>;
  posts(): Promise<{ uri: string; value: { text: string } }[]>;
}

export type Account = Person & { password: string };

export interface Network {
  pds: string;
  faulty_pds: string;
  appview: string;
  jetstream: string;
  controlled<T>(path: string, wish?: unknown): Promise<T>;
  public<T>(method: string, query: Record<string, unknown>): Promise<T>;
  /** Subscribes to the stream with a query, and collects frames until `enough` says so. */
  listen<Frame>(query: string, enough: (frames: Frame[]) => boolean): Promise<Frame[]>;
  stop(): Promise<void>;
}

export async function startNetwork(options: string[] = []): Promise<Network> {
  return (await start(options)) as AnyNetwork as unknown as Network;
}

let people = 0;

/** Somebody new on the network; the name is the beginning of the handle. */
export async function newPerson(network: Network, name: string): Promise<Account> {
  const handle = `${name}-${++people}.test`;
  const password = `${name}-pass`;
  const person = await AnyPerson.signUp(network.pds, { handle, password, email: `${handle}@example.test` });
  await person.introduce(`${name} ${people}`);
  return Object.assign(person as unknown as Person, { password });
}

export function listenToStream(api: Api, brand: Brand, network: Network): Promise<Channel> {
  return api.post(`/brands/${brand.id}/channels`, { connector: 'bluesky_stream', config: { url: network.jetstream, appview: network.appview } });
}

export function connectAccount(api: Api, brand: Brand, network: Network, account: Account, service = network.pds): Promise<Channel> {
  const config = { service, identifier: account.handle, appview: network.appview };
  return api.post(`/brands/${brand.id}/channels`, { connector: 'bluesky', config, secret: account.password });
}
