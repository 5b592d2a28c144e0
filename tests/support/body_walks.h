// Small archives that walk any body through its own `serialize`: each visits the fields by name.

#pragma once

#include "schemas/named.h"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace aduan {

/// What the JSON form leaves out when it is empty.
template <class T>
inline constexpr bool kMayBeAbsent = std::is_same_v<T, SealedText>;
template <class T>
inline constexpr bool kMayBeAbsent<std::optional<T>> = true;
template <class T>
inline constexpr bool kMayBeAbsent<std::vector<T>> = true;
template <class T>
inline constexpr bool kMayBeAbsent<Disclosed<T>> = true;

/// Takes away all that may be absent.
struct Stripper {
  template <class... Fields>
  void operator()(Fields&&... fields) {
    (strip(fields.value), ...);
  }

 private:
  template <class T>
  void strip(T& value) {
    if constexpr (kMayBeAbsent<T>) value = {};
  }
};

/// Notes which fields that may be absent are, and whether there is a sealed text.
struct Census {
  std::vector<std::string> absent;
  bool has_sealed = false;

  template <class... Fields>
  void operator()(Fields&&... fields) {
    (count(fields.name, fields.value), ...);
  }

 private:
  template <class T>
  static bool is_there(const T& value) {
    if constexpr (requires { value.has_value(); }) {
      return value.has_value();
    } else {
      return !value.empty();
    }
  }

  template <class T>
  void count(const char* name, const T& value) {
    if constexpr (kMayBeAbsent<T>) {
      if (!is_there(value)) absent.emplace_back(name);
    }
    if constexpr (std::is_same_v<T, SealedText>) {
      has_sealed = has_sealed || value.has_value();
    } else if constexpr (requires { value.sealed; }) {
      has_sealed = has_sealed || value.sealed.has_value();
    }
  }
};

/// Seals what a confidential case seals, and sets its flag.
struct Confider {
  bool changed = false;

  template <class... Fields>
  void operator()(Fields&&... fields) {
    (confide(fields.name, fields.value), ...);
  }

 private:
  template <class T>
  void confide(std::string_view name, T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      if (name == "confidential") value = true;
    } else if constexpr (requires { value.open; }) {
      value.open.reset();
      value.sealed.commit.emplace().fill(0xc0);
      changed = true;
    }
  }
};

}  // namespace aduan
