#include "schemas/events/handling.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::Forwarded);
ADUAN_JSON_BODY(aduan::Returned);
ADUAN_JSON_BODY(aduan::Ruled);
ADUAN_JSON_BODY(aduan::Assigned);
ADUAN_JSON_BODY(aduan::WorkStarted);
ADUAN_JSON_BODY(aduan::Noted);
ADUAN_JSON_BODY(aduan::Responded);
