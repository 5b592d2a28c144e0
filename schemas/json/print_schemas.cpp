// print_schemas FOLDER: writes the JSON Schema of every event and command to
// FOLDER/<type>.schema.json.

#include "schemas/json/schemas.h"

#include <filesystem>
#include <fstream>
#include <iostream>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: print_schemas FOLDER   (the shipped ones: schemas/json-schema)\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  for (const auto& [name, text] : aduan::json::schema_files()) {
    std::ofstream file(folder / name, std::ios::binary | std::ios::trunc);
    file << text;
    if (file.flush()) continue;
    std::cerr << "print_schemas: cannot write " << (folder / name) << "\n";
    return 1;
  }
  return 0;
}
