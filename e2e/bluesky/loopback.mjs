// The packages of the network listen on all interfaces and offer no setting for it. Importing this module first makes every
// listener of this program that names no address listen on the loopback address.

import net from 'node:net'

const listen = net.Server.prototype.listen

net.Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === 'object' && 'port' in first) return listen.call(this, { ...first, host: first.host ?? '127.0.0.1' }, ...rest)
  if (typeof first === 'number' && typeof rest[0] !== 'string') return listen.call(this, first, '127.0.0.1', ...rest)
  if (typeof first === 'string' && /^\d+$/.test(first) && typeof rest[0] !== 'string') return listen.call(this, Number(first), '127.0.0.1', ...rest)
  if (first === undefined || typeof first === 'function') return listen.call(this, { port: 0, host: '127.0.0.1' }, ...[first, ...rest].filter(Boolean))
  return listen.call(this, first, ...rest)
}
