// Records fixtures/bluesky/jetstream.jsonl: what the relay sends while people live their lives on a fresh network.
//
//   node e2e/bluesky/record.mjs
//
// DIDs, times and record keys are new at each recording; tests must not name them.

import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startNetwork } from './launch.mjs'

const network = await startNetwork(['--no-appview'])
const [brand, customer, stranger] = await Promise.all(['brand', 'customer', 'stranger'].map((name) => network.as(name)))

const broken = await customer.post('@brand.test 아크메 냉장고가 또 고장났어요.. 세번째예요 😡', { tags: { 'brand.test': brand.did } })
const sorry = await brand.post('불편을 드려 죄송합니다. 바로 확인하겠습니다. ^JK', { replyTo: broken })
await customer.post('주문번호는 메시지로 보냈어요', { replyTo: { ...sorry, root: sorry.root } })
await customer.edit(broken.uri, '@brand.test 아크메 냉장고가 또 고장났어요.. 네번째예요 😡')
const untagged = await stranger.post('アクメの冷蔵庫、また壊れた。返金してほしい', { langs: ['ja'] })
await customer.post('me too', { langs: ['en'], quote: untagged })
await stranger.like(broken)
await stranger.create('app.bsky.feed.post', {
  $type: 'app.bsky.feed.post', text: '👨‍👩‍👧‍👦 family photo #acme https://example.com/a', langs: ['en', 'ko'], createdAt: '2038-01-19T03:14:08.000Z',
  facets: [
    { index: { byteStart: 1, byteEnd: 9 }, features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com' }] },
    { index: { byteStart: 39, byteEnd: 44 }, features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'acme' }] },
    { index: { byteStart: 45, byteEnd: 9999 }, features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/a' }] },
  ],
})
await stranger.remove(untagged.uri)
await customer.call('com.atproto.identity.updateHandle', { body: { handle: 'renamed.test' } })
await stranger.call('com.atproto.server.deactivateAccount', { body: {} })

let frames
do frames = await network.controlled('/stream/frames')
while (!frames.some((frame) => frame.kind === 'account' && frame.account.active === false))
writeFileSync(fileURLToPath(new URL('../../fixtures/bluesky/jetstream.jsonl', import.meta.url)), frames.map((frame) => JSON.stringify(frame) + '\n').join(''))
await network.stop()
console.log(`${frames.length} frames recorded.`)
