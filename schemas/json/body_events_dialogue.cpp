#include "schemas/events/dialogue.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::Commented);
ADUAN_JSON_BODY(aduan::ReporterReplied);
ADUAN_JSON_BODY(aduan::Closed);
ADUAN_JSON_BODY(aduan::Reopened);
ADUAN_JSON_BODY(aduan::Rated);
ADUAN_JSON_BODY(aduan::Supported);
