// The JSON Schemas that are shipped: one a type, made from the same `serialize` as the bytes.

#pragma once

#include <string>
#include <vector>

namespace aduan::json {

/// A schema file of schemas/json-schema.
struct SchemaFile {
  std::string name;  ///< `<type>.schema.json`
  std::string text;  ///< two blanks an indentation, a newline at the end
};

/// Whole records for events (the envelope and its `data`), `data` alone for commands, in the order
/// of the variants.
std::vector<SchemaFile> schema_files();

}  // namespace aduan::json
