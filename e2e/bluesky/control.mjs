// The switchboard for tests: JSON over HTTP on a loopback port.
//
//   GET  /stream                         what the relay has seen and sent
//   GET  /stream/frames                  everything it keeps, one frame a line
//   POST /stream/drop    {inside?}       cut all connections, in the middle of a frame if asked
//   POST /stream/faults  {refuse?, duplicate?, stall?, lose?}   switches, each true or false
//   POST /stream/clamp   {keep?}         forget all but the newest events
//   POST /stream/raw     {text} | {base64}                      a frame that is no event
//   POST /stream/emit    {did, kind, body}                      an event that no PDS would make
//   GET  /pds                            requests through the faulty door, by what became of them
//   POST /pds/faults     {kind, path?, times?, chance?, seed?, delay_ms?, status?, headers?, body?}
//   POST /pds/clear

import http from 'node:http'

export async function startControl(relay, door) {
  const routes = {
    'GET /stream': () => relay.state(),
    'GET /stream/frames': () => relay.frames().map((frame) => JSON.parse(frame)),
    'POST /stream/drop': (wish) => relay.drop(wish),
    'POST /stream/faults': (wish) => relay.set(wish),
    'POST /stream/clamp': (wish) => relay.clamp(wish),
    'POST /stream/raw': (wish) => relay.sendRaw(wish.base64 === undefined ? wish.text : Buffer.from(wish.base64, 'base64')),
    'POST /stream/emit': (wish) => ({ time_us: relay.emit(wish.did, wish.kind, wish.body) }),
    'GET /pds': () => door.state(),
    'POST /pds/faults': (wish) => door.add(wish),
    'POST /pds/clear': () => door.clear(),
  }
  const server = http.createServer(async (request, response) => {
    const [status, answer] = await serve(routes, request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => (server.close(), server.closeAllConnections()) }
}

async function serve(routes, request) {
  const route = routes[`${request.method} ${request.url}`]
  if (!route) return [404, { error: 'no such route', routes: Object.keys(routes) }]
  try {
    let text = ''
    for await (const chunk of request) text += chunk
    return [200, await route(text ? JSON.parse(text) : {})]
  } catch (error) {
    return [400, { error: error.message }]
  }
}
