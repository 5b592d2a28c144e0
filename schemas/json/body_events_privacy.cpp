#include "schemas/events/privacy.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::VisibilityChanged);
ADUAN_JSON_BODY(aduan::TextRedacted);
ADUAN_JSON_BODY(aduan::IdentityRevealed);
ADUAN_JSON_BODY(aduan::PersonalDataErased);
