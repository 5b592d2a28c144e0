// `aduan category define|list`: the topics that a verifier can choose.

#pragma once

#include "cli/subcommand.h"

namespace aduan {

extern const Subcommand kCategoryDefine;
extern const Subcommand kCategoryList;

}  // namespace aduan
