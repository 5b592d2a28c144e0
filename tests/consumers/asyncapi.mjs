// Has the official parser read an AsyncAPI document, and prints what it says as one JSON object.
//
//   asyncapi.mjs FILE
//
// {"problems": ["…"], "channels": [{"address", "kafka", "messages"}], "operations": ["…"],
//  "schemas": {"<name>": {…}}}   schemas: those of its components, each whole
import { Parser, fromFile } from '@asyncapi/parser'

const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse()
const said = { problems: [], channels: [], operations: [], schemas: {} }
for (const { message, path } of diagnostics) said.problems.push(`${path.join('/')}: ${message}`)
if (document) {
  for (const channel of document.channels().all()) {
    said.channels.push({
      address: channel.address(),
      kafka: channel.bindings().get('kafka')?.value(),
      messages: channel.messages().all().map((message) => message.name()),
    })
  }
  said.operations = document.operations().all().map((operation) => operation.id())
  for (const schema of document.components().schemas().all()) {
    said.schemas[schema.id()] = schema.json()
  }
}
// The parser leaves notes of its own in what it has read.
console.log(JSON.stringify(said, (key, value) => key.startsWith('x-parser-') ? undefined : value))
