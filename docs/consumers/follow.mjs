// Follows a topic of the ledger and prints a line an event, in a consumer group of its own.
//
//   node follow.mjs HOST:PORT TOPIC GROUP
//
// TOPIC  aduan.public, aduan.agency.<id>, or the exact records: aduan.events, aduan.directory
// GROUP  one's own; an agency's system is granted aduan-agency.<id>. Stopped and started again, it
//        goes on where it stopped.
//
// Users, passwords and certificates: KAFKA_CONF names a file of librdkafka's settings, `name=value`.
import { readFileSync } from 'node:fs'
import { Kafka as CloudEvents } from 'cloudevents'
import kafkajs from 'kafkajs'
import lz4 from 'lz4js'

const { CompressionCodecs, CompressionTypes, Kafka, logLevel } = kafkajs

// The ledger's records are compressed with lz4, which kafkajs leaves to others.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async (encoder) => Buffer.from(lz4.compress(encoder.buffer)),
  decompress: async (bytes) => Buffer.from(lz4.decompress(bytes)),
})

function security(path) {
  if (!path) return {}
  const lines = readFileSync(path, 'utf8').split('\n').map((line) => line.trim().split(/=(.*)/s))
  const conf = Object.fromEntries(lines)
  const file = (name) => conf[name] && readFileSync(conf[name], 'utf8')
  return {
    ssl: /SSL$/.test(conf['security.protocol']) && {
      ca: file('ssl.ca.location'),
      cert: file('ssl.certificate.location'),
      key: file('ssl.key.location'),
    },
    sasl: /^SASL/.test(conf['security.protocol']) ? {
      mechanism: conf['sasl.mechanism'].toLowerCase(),
      username: conf['sasl.username'],
      password: conf['sasl.password'],
    } : undefined,
  }
}

function line(message) {
  const key = message.key?.toString() ?? ''
  // Whoever keeps what he reads removes it now.
  if (message.value === null) return `${key} taken back`
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, value.toString()]))
  const event = CloudEvents.toEvent({ key, headers, value: message.value.toString() })
  const { tracking, status, due } = event.data
  return [event.id, event.time, event.type, tracking, status, due && `due ${due}`]
    .filter(Boolean).join(' ')
}

const [brokers, topic, group] = process.argv.slice(2)
if (!group) {
  console.error('node follow.mjs HOST:PORT TOPIC GROUP')
  process.exit(2)
}
const kafka = new Kafka({
  clientId: 'aduan-follow',
  brokers: brokers.split(','),
  logLevel: logLevel.ERROR,
  ...security(process.env.KAFKA_CONF),
})
const consumer = kafka.consumer({ groupId: group })
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => consumer.disconnect())
consumer.on(consumer.events.CRASH, ({ payload }) => {
  if (!payload.restart) process.exitCode = 1
})
await consumer.connect()
await consumer.subscribe({ topics: [topic], fromBeginning: true })
await consumer.run({ eachMessage: async ({ message }) => console.log(line(message)) })
