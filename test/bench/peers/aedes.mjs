// A bare aedes: no journal, no decoding, nobody subscribed. Prints its address, runs until it is ended.

import { createServer } from 'node:net'
import { Aedes } from 'aedes'

const broker = await Aedes.createBroker()
const server = createServer({ noDelay: true }, broker.handle)
server.listen(0, '127.0.0.1', () => process.stdout.write(`mqtt://127.0.0.1:${server.address().port}\n`))
