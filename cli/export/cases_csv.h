// One row a case, under the names that UKP4 and data.go.id published LAPOR!'s complaints with:
//
//   TrackingID, JudulLaporan, IsiLaporan, DisposisiInstansi, DisposisiInstansiID, Kategori,
//   KategoriID, Status, Area, AreaID, TanggalLaporanMasuk, TanggalDisposisi,
//   TanggalLaporanDitutup, TanggalLaporanAktivitasTerakhir
//
// Status has their three words: Belum (nobody works on it yet), Proses, Selesai (closed, archived
// or merged). DisposisiInstansi is the lead, or the last one there was; TanggalDisposisi when that
// agency got the case. The dates are instants of UTC, as the records have them.
// docs/formats/export.md

#pragma once

#include "cli/export/case_writer.h"
#include "core/complaint/directory.h"

#include <memory>

namespace aduan {

std::unique_ptr<CaseWriter> cases_csv(std::shared_ptr<const Directory> directory);

/// `Belum`, `Proses` or `Selesai`.
std::string_view published_status(Status status);

}  // namespace aduan
