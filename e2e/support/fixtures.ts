// What a test is given: the network (one for all), a fresh server with its API, people on the network.
import { test as base } from '@playwright/test';
import { Api } from './api';
import { type Account, type Network, newPerson, startNetwork } from './bluesky';
import { Server } from './server';

interface ForTest {
  server: Server;
  api: Api;
  /** The brand's own account, and a customer's. */
  shop: Account;
  customer: Account;
}

interface ForAll {
  network: Network;
}

export const test = base.extend<ForTest, ForAll>({
  network: [
    async ({}, use) => {
      const network = await startNetwork();
      await use(network);
      await network.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  server: async ({}, use, testInfo) => {
    const server = await Server.start({ log: testInfo.outputPath('server.log') });
    await use(server);
    await server.stop();
    server.forget();
  },
  api: async ({ server }, use) => {
    await use(new Api(server.origin));
  },
  shop: async ({ network }, use) => {
    await use(await newPerson(network, 'shop'));
  },
  customer: async ({ network }, use) => {
    await use(await newPerson(network, 'customer'));
  },
});

export { expect } from '@playwright/test';
