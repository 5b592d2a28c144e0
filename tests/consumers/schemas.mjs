// Holds JSON values to JSON Schemas of the dialect 2020-12, by ajv.
//
//   schemas.mjs FOLDER < LINES
//
// FOLDER  of <name>.schema.json
// LINES   {"schema": "<name>", "value": …} each
//
// Prints {"<name>": {"accepted": n, "refused": n, "why": "of the first that was refused"}}.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import Ajv from 'ajv/dist/2020.js'

const SUFFIX = '.schema.json'
const folder = process.argv[2]
const ajv = new Ajv({ strict: true, allowUnionTypes: true })
const schemas = new Map()
for (const file of readdirSync(folder).filter((name) => name.endsWith(SUFFIX))) {
  const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  schemas.set(file.slice(0, -SUFFIX.length), ajv.compile(schema))
}

const said = {}
for await (const line of createInterface({ input: process.stdin })) {
  const { schema, value } = JSON.parse(line)
  const count = said[schema] ??= { accepted: 0, refused: 0 }
  const verify = schemas.get(schema)
  if (verify?.(value)) {
    count.accepted++
    continue
  }
  count.refused++
  count.why ??= verify ? ajv.errorsText(verify.errors) : 'there is no such schema'
}
console.log(JSON.stringify(said))
