#include "schemas/events/directory.h"
#include "schemas/json/body_impl.h"

ADUAN_JSON_BODY(aduan::LedgerCreated);
ADUAN_JSON_BODY(aduan::PolicyAdopted);
ADUAN_JSON_BODY(aduan::Connected);
ADUAN_JSON_BODY(aduan::Renamed);
ADUAN_JSON_BODY(aduan::Dissolved);
ADUAN_JSON_BODY(aduan::CategoryDefined);
