#include "schemas/commands/privacy.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::ChangeVisibility);
ADUAN_JSON_BODY(aduan::Redact);
ADUAN_JSON_BODY(aduan::Reveal);
ADUAN_JSON_BODY(aduan::Erase);
