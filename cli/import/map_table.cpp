#include "cli/import/map_table.h"

#include <toml++/toml.h>

#include <algorithm>
#include <set>

namespace aduan {

void MapProblems::add(std::size_t line, std::string text) {
  if (!text_.empty()) return;
  line_ = line;
  text_ = std::move(text);
}

struct MapTable::Node {
  const toml::table* table = nullptr;
  std::size_t line = 0;
  MapProblems* problems = nullptr;
  std::set<std::string, std::less<>> taken;

  const toml::node* take(std::string_view key) {
    taken.emplace(key);
    return table->get(key);
  }
  void wrong(const toml::node& node, std::string_view key, std::string_view expected) {
    problems->add(node.source().begin.line,
                  "`" + std::string(key) + "` must be " + std::string(expected));
  }
};

struct MapDocument::Document {
  toml::table table;
  MapProblems* problems = nullptr;
};

namespace {

std::shared_ptr<MapTable::Node> node_of(const toml::table& table, MapProblems* problems) {
  return std::make_shared<MapTable::Node>(MapTable::Node{
      .table = &table, .line = table.source().begin.line, .problems = problems, .taken = {}});
}

std::optional<std::vector<std::string>> texts_of(const toml::node& node) {
  std::vector<std::string> result;
  if (const auto* text = node.as_string()) {
    result.push_back(text->get());
    return result;
  }
  const auto* list = node.as_array();
  if (list == nullptr) return std::nullopt;
  for (const toml::node& item : *list) {
    const auto* text = item.as_string();
    if (text == nullptr) return std::nullopt;
    result.push_back(text->get());
  }
  return result;
}

}  // namespace

std::optional<MapDocument> MapDocument::parse(std::string_view toml, MapProblems& problems) {
  try {
    auto document =
        std::make_shared<Document>(Document{.table = toml::parse(toml), .problems = &problems});
    return MapDocument(std::move(document));
  } catch (const toml::parse_error& error) {
    problems.add(error.source().begin.line, "not TOML: " + std::string(error.description()));
    return std::nullopt;
  }
}

MapTable MapDocument::root() const {
  return MapTable(node_of(document_->table, document_->problems));
}

bool MapTable::has(std::string_view key) const { return node_->table->contains(key); }

std::vector<std::string> MapTable::keys() const {
  // In the order of the file: toml++ sorts by name.
  std::vector<std::pair<toml::source_position, std::string>> found;
  for (const auto& [key, node] : *node_->table) found.emplace_back(key.source().begin, key.str());
  std::sort(found.begin(), found.end());
  std::vector<std::string> result;
  for (auto& [place, key] : found) result.push_back(std::move(key));
  return result;
}

std::size_t MapTable::line() const { return node_->line; }

std::size_t MapTable::line_of(std::string_view key) const {
  const toml::node* node = node_->table->get(key);
  return node == nullptr ? node_->line : node->source().begin.line;
}

std::optional<std::string> MapTable::text(std::string_view key) {
  const toml::node* node = node_->take(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* text = node->as_string()) return text->get();
  node_->wrong(*node, key, "a text");
  return std::nullopt;
}

std::vector<std::string> MapTable::texts(std::string_view key) {
  const toml::node* node = node_->take(key);
  if (node == nullptr) return {};
  if (auto texts = texts_of(*node)) return std::move(*texts);
  node_->wrong(*node, key, "a text or a list of texts");
  return {};
}

std::vector<std::vector<std::string>> MapTable::lists(std::string_view key) {
  std::vector<std::vector<std::string>> result;
  const toml::node* node = node_->take(key);
  if (node == nullptr) return result;
  if (const auto* list = node->as_array()) {
    for (const toml::node& item : *list) {
      auto texts = texts_of(item);
      if (!texts || texts->empty()) {
        node_->wrong(item, key, "a list of column names or of lists of names");
        return {};
      }
      result.push_back(std::move(*texts));
    }
    return result;
  }
  node_->wrong(*node, key, "a list");
  return result;
}

std::optional<std::int64_t> MapTable::number(std::string_view key) {
  const toml::node* node = node_->take(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* number = node->as_integer()) return number->get();
  node_->wrong(*node, key, "a whole number");
  return std::nullopt;
}

bool MapTable::flag(std::string_view key) {
  const toml::node* node = node_->take(key);
  if (node == nullptr) return false;
  if (const auto* flag = node->as_boolean()) return flag->get();
  node_->wrong(*node, key, "true or false");
  return false;
}

std::optional<MapTable> MapTable::table(std::string_view key) {
  const toml::node* node = node_->take(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_table()) return MapTable(node_of(*node->as_table(), node_->problems));
  node_->wrong(*node, key, "a table");
  return std::nullopt;
}

std::optional<MapTable> MapTable::try_table(std::string_view key) {
  const toml::node* node = node_->table->get(key);
  if (node == nullptr || !node->is_table()) return std::nullopt;
  return table(key);
}

std::vector<MapTable> MapTable::tables(std::string_view key) {
  std::vector<MapTable> result;
  const toml::node* node = node_->take(key);
  if (node == nullptr) return result;
  if (node->is_table()) return {MapTable(node_of(*node->as_table(), node_->problems))};
  const auto* list = node->as_array();
  if (list == nullptr) {
    node_->wrong(*node, key, "a list of tables");
    return result;
  }
  for (const toml::node& item : *list) {
    if (!item.is_table()) {
      node_->wrong(item, key, "a list of tables");
      return result;
    }
    result.emplace_back(node_of(*item.as_table(), node_->problems));
  }
  return result;
}

void MapTable::finish() {
  for (const auto& [key, node] : *node_->table) {
    if (node_->taken.contains(key.str())) continue;
    node_->problems->add(key.source().begin.line, "unknown key `" + std::string(key.str()) + "`");
  }
}

}  // namespace aduan
