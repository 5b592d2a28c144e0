#include "schemas/commands/handling.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::Forward);
ADUAN_JSON_BODY(aduan::Return);
ADUAN_JSON_BODY(aduan::Rule);
ADUAN_JSON_BODY(aduan::Assign);
ADUAN_JSON_BODY(aduan::Start);
ADUAN_JSON_BODY(aduan::Note);
ADUAN_JSON_BODY(aduan::Respond);
