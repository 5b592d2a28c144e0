#include "schemas/commands/dialogue.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::Comment);
ADUAN_JSON_BODY(aduan::Reply);
ADUAN_JSON_BODY(aduan::Close);
ADUAN_JSON_BODY(aduan::Withdraw);
ADUAN_JSON_BODY(aduan::Reopen);
ADUAN_JSON_BODY(aduan::Rate);
ADUAN_JSON_BODY(aduan::Support);
