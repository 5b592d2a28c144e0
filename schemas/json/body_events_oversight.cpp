#include "schemas/events/oversight.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::Escalated);
ADUAN_JSON_BODY(aduan::DeadlineMissed);
ADUAN_JSON_BODY(aduan::DeadlineExtended);
