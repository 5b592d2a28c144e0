#include "schemas/commands/intake.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::Submit);
ADUAN_JSON_BODY(aduan::Verify);
ADUAN_JSON_BODY(aduan::Pend);
ADUAN_JSON_BODY(aduan::Supplement);
ADUAN_JSON_BODY(aduan::ArchiveCase);
ADUAN_JSON_BODY(aduan::Appeal);
ADUAN_JSON_BODY(aduan::Merge);
ADUAN_JSON_BODY(aduan::Absorb);
