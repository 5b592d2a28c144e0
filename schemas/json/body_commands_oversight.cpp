#include "schemas/commands/oversight.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::Escalate);
ADUAN_JSON_BODY(aduan::Miss);
ADUAN_JSON_BODY(aduan::Extend);
