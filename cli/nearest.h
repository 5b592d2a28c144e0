// What a mistyped word was meant to be.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace aduan {

/// How many characters must be inserted, left out, replaced or exchanged with their neighbour to
/// make one of the other. Counts bytes; letters of either case are the same.
std::size_t typing_distance(std::string_view one, std::string_view other);

/// The candidate that `word` was most likely meant to be: the one at the smallest distance, a third
/// of the word at most; else the shortest that contains the word; else empty. Of equal ones the
/// first.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// `; did you mean 'show'?`, or empty where nothing is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace aduan
