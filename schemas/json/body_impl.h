// The definitions behind body.h, for the files that instantiate them and for types of tests.

#pragma once

#include "schemas/json/body.h"
#include "schemas/json/reader.h"
#include "schemas/json/writer.h"

namespace aduan::json {

template <class T>
void write_body(std::string& out, const T& body) {
  Writer(out).write_object(body);
}

template <class T>
Result<T> read_body(const Document& document) {
  try {
    T body;
    Reader reader(document);
    reader(body);
    return body;
  } catch (const DecodeError& error) {
    return Error{ErrorKind::corrupt,
                 "the field '" + error.field + "' is missing or has another form"};
  }
}

}  // namespace aduan::json

/// Both directions of one type.
#define ADUAN_JSON_BODY(T)                                       \
  template void aduan::json::write_body(std::string&, const T&); \
  template aduan::Result<T> aduan::json::read_body<T>(const aduan::json::Document&)
