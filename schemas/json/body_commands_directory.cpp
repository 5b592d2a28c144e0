#include "schemas/commands/directory.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::CreateLedger);
ADUAN_JSON_BODY(aduan::Adopt);
ADUAN_JSON_BODY(aduan::Connect);
ADUAN_JSON_BODY(aduan::Rename);
ADUAN_JSON_BODY(aduan::Dissolve);
ADUAN_JSON_BODY(aduan::Define);
