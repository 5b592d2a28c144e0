// A TOML document read key by key, so that what nobody asked for is an error. toml++'s door.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aduan {

/// What is wrong with a map. The first problem is the one that is told.
class MapProblems {
 public:
  void add(std::size_t line, std::string text);
  bool empty() const { return text_.empty(); }
  std::size_t first_line() const { return line_; }
  const std::string& first_text() const { return text_; }

 private:
  std::size_t line_ = 0;
  std::string text_;
};

/// One table. Each getter adds a problem when the key is there with a value of another kind. Lives
/// as long as its document.
class MapTable {
 public:
  struct Node;  // a toml++ table and where it stands
  explicit MapTable(std::shared_ptr<Node> node) : node_(std::move(node)) {}

  bool has(std::string_view key) const;
  std::vector<std::string> keys() const;
  std::size_t line() const;
  std::size_t line_of(std::string_view key) const;

  std::optional<std::string> text(std::string_view key);
  /// A text alone is a list of one.
  std::vector<std::string> texts(std::string_view key);
  /// A list of texts or of lists of texts.
  std::vector<std::vector<std::string>> lists(std::string_view key);
  std::optional<std::int64_t> number(std::string_view key);
  bool flag(std::string_view key);
  std::optional<MapTable> table(std::string_view key);
  /// As `table`, but a value of another kind is left to another getter.
  std::optional<MapTable> try_table(std::string_view key);
  /// An array of tables; a table alone is a list of one.
  std::vector<MapTable> tables(std::string_view key);

  /// Adds a problem for each key that no getter asked for.
  void finish();

 private:
  std::shared_ptr<Node> node_;
};

class MapDocument {
 public:
  /// Nothing, and a problem, when `toml` is not TOML.
  static std::optional<MapDocument> parse(std::string_view toml, MapProblems& problems);
  MapTable root() const;

 private:
  struct Document;
  explicit MapDocument(std::shared_ptr<Document> document) : document_(std::move(document)) {}
  std::shared_ptr<Document> document_;
};

}  // namespace aduan
