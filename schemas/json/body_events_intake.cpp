#include "schemas/events/intake.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::Submitted);
ADUAN_JSON_BODY(aduan::Verified);
ADUAN_JSON_BODY(aduan::Pended);
ADUAN_JSON_BODY(aduan::Supplemented);
ADUAN_JSON_BODY(aduan::Archived);
ADUAN_JSON_BODY(aduan::Merged);
ADUAN_JSON_BODY(aduan::Absorbed);
