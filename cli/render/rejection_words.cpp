#include "cli/render/rejection_words.h"

#include <array>
#include <cstddef>
#include <utility>

namespace aduan {
namespace {

/// In the order of the codes.
constexpr std::array<std::pair<RejectionCode, std::string_view>,
                     Names<RejectionCode>::values.size()>
    kExplanations = {{
        {RejectionCode::not_authorised,
         "Peran ini tidak boleh melakukan itu. `aduan help rules` menunjukkan siapa yang boleh."},
        {RejectionCode::conflict_of_interest,
         "Yang memutus pernah terlibat dalam laporan ini: instansi verifikator pernah "
         "menanganinya, atau verifikator yang sama mengarsipkannya. Minta verifikator dari admin "
         "nasional atau instansi lain."},
        {RejectionCode::importers_only,
         "Hanya pengimpor yang boleh menyatakan itu. Kosongkan isian tersebut."},
        {RejectionCode::case_id_taken,
         "Laporan lain sudah memakai nomor ini. Kirim laporan dengan percobaan berikutnya."},
        {RejectionCode::case_finished,
         "Laporan sudah selesai, diarsipkan, atau digabungkan. Buka kembali yang sudah selesai, "
         "ajukan banding untuk yang diarsipkan selama waktunya, ikuti laporan tujuan untuk yang "
         "digabungkan."},
        {RejectionCode::not_submitted,
         "Laporan tidak berada di admin nasional dengan status yang mengizinkan ini. `aduan show` "
         "menunjukkan statusnya: tunggu pelapor bila ia diminta melengkapi, atau tunggu instansi "
         "yang menanganinya."},
        {RejectionCode::not_verified,
         "Admin nasional belum memverifikasi laporan ini. Verifikasi dahulu."},
        {RejectionCode::pended,
         "Laporan menunggu pelapor. Tunggu kelengkapannya, atau sampai waktunya habis."},
        {RejectionCode::has_a_lead,
         "Sebuah instansi menangani laporan ini sebagai instansi utama. Laporan hanya berpindah "
         "bila dikembalikan instansi itu atau dengan putusan."},
        {RejectionCode::no_lead,
         "Belum ada instansi utama yang menangani laporan ini. Teruskan dahulu ke sebuah instansi "
         "utama."},
        {RejectionCode::not_your_case,
         "Instansi ini tidak sedang menangani laporan. `aduan show` menunjukkan siapa yang "
         "menanganinya; minta admin nasional meneruskannya kepada Anda."},
        {RejectionCode::already_answered,
         "Instansi sudah memberikan tindak lanjut akhir. Tunggu pelapor."},
        {RejectionCode::not_responded,
         "Tidak ada tindak lanjut akhir yang menunggu pelapor. Tunggu jawaban instansi; "
         "`supplement` menambah keterangan pada laporan yang terbuka."},
        {RejectionCode::not_closed,
         "Laporan belum ditutup. Tunggu sampai ditutup; arsip tidak dibuka kembali, tetapi "
         "diajukan banding."},
        {RejectionCode::not_archived,
         "Laporan tidak diarsipkan. Tidak ada yang dapat diajukan banding; laporan yang selesai "
         "dapat dibuka kembali."},
        {RejectionCode::not_merged,
         "Laporan tidak digabungkan ke laporan lain. Tidak ada yang perlu ditarik kembali."},
        {RejectionCode::not_under_appeal,
         "Tidak ada yang mengajukan banding atas pengarsipan laporan ini, atau bandingnya sudah "
         "diputus. Tunggu banding dari pelapor."},
        {RejectionCode::not_published,
         "Laporan tidak terbuka untuk umum: laporan itu rahasia, atau belum diteruskan ke instansi "
         "mana pun. Kembali lagi setelah diterbitkan."},
        {RejectionCode::ruling_required,
         "Laporan sudah terlalu sering dikembalikan, atau sudah ada putusan. Kini hanya putusan "
         "yang dapat memindahkannya."},
        {RejectionCode::ruling_binds,
         "Sebuah putusan menyerahkan laporan ini kepada instansi ini. Laporan tidak boleh "
         "dikembalikan; mintalah putusan baru."},
        {RejectionCode::return_too_late,
         "Waktu untuk mengembalikan laporan sudah habis. Instansi tetap menanganinya; verifikator "
         "dapat membuat putusan."},
        {RejectionCode::answer_and_reply_needed,
         "Admin nasional menutup laporan hanya setelah ada tindak lanjut akhir dan tanggapan "
         "pelapor atasnya. Tunggu keduanya; pelapor dapat langsung mengonfirmasi atau mencabut "
         "laporan."},
        {RejectionCode::window_over,
         "Waktu untuk ini sudah habis, atau tidak pernah berjalan. Admin nasional masih dapat "
         "membuka kembali laporan yang selesai; arsip kini bersifat akhir: kirim laporan baru."},
        {RejectionCode::already_appealed,
         "Laporan ini sudah pernah diajukan banding, dan itu hanya satu kali. Bila ada fakta baru, "
         "kirim laporan baru."},
        {RejectionCode::already_reopened,
         "Pelapor sudah pernah membuka kembali laporan ini. Tanggapi laporan: admin nasional "
         "melihat tanggapan itu dan dapat membukanya kembali."},
        {RejectionCode::already_rated,
         "Penutupan ini sudah dinilai. Penilaian berikutnya dapat diberikan setelah laporan "
         "ditutup lagi."},
        {RejectionCode::too_early,
         "Waktunya belum habis, atau tidak berjalan. Kirim lagi setelah habis."},
        {RejectionCode::clock_not_running,
         "Tenggat itu tidak berjalan: sudah berhenti, atau tidak pernah dimulai. `aduan show` "
         "menunjukkan yang berjalan."},
        {RejectionCode::already_due,
         "Tenggat sudah lewat. Perpanjangan harus datang sebelum tenggat: keterlambatannya tetap "
         "tercatat."},
        {RejectionCode::already_missed,
         "Keterlambatan atas tenggat ini sudah tercatat. Tidak ada lagi yang perlu dikirim."},
        {RejectionCode::cannot_loosen,
         "Tanda anonim dan rahasia dapat dipasang kapan saja; hanya pelapor yang dapat melepasnya, "
         "dan hanya sebelum laporan terbuka untuk umum. Biarkan sebagaimana adanya."},
        {RejectionCode::visibility_differs,
         "Kedua laporan berbeda tanda anonim atau rahasianya. Laporan yang berbeda keterbukaannya "
         "tidak digabungkan: tangani masing-masing."},
        {RejectionCode::seal_again,
         "Kerahasiaan laporan berbeda dari saat perintah ini disegel. Baca kembali laporan dan "
         "kirim perintah dari awal."},
        {RejectionCode::not_connected,
         "Instansi belum terhubung, dan kepada admin nasional tidak ada yang dapat diteruskan. "
         "`aduan agency list` menunjukkan yang terhubung."},
        {RejectionCode::not_dissolved,
         "Instansi tidak dibubarkan, sehingga tidak ada penggantinya. Bubarkan dahulu."},
        {RejectionCode::already_handling,
         "Instansi sudah menangani laporan ini. Tidak ada lagi yang perlu diteruskan."},
        {RejectionCode::same_case,
         "Laporan tidak digabungkan ke dirinya sendiri. Sebutkan laporan yang lain."},
        {RejectionCode::not_later,
         "Tenggat baru tidak lebih lambat daripada yang lama. Sebutkan yang lebih lambat."},
        {RejectionCode::nothing_changes,
         "Tanda anonim dan rahasia laporan sudah bernilai demikian. Tidak ada yang perlu diubah."},
        {RejectionCode::no_such_event,
         "Laporan tidak mempunyai peristiwa dengan nomor itu. `aduan show` menunjukkan "
         "peristiwanya."},
        {RejectionCode::unknown_code,
         "Sebuah kode tidak ada dalam daftarnya, atau bukan untuk perintah ini. `--help` pada "
         "perintah itu menunjukkan daftarnya."},
        {RejectionCode::unknown_category,
         "Topik itu belum ditetapkan. `aduan category list` menunjukkan yang ada."},
        {RejectionCode::bad_stars,
         "Penilaian memakai 1 sampai 5 bintang. Nilai lagi dengan salah satunya."},
        {RejectionCode::before_submission,
         "Menurut sumber, peristiwa ini terjadi sebelum laporan masuk."},
        {RejectionCode::before_previous,
         "Menurut sumber, peristiwa ini terjadi sebelum peristiwa yang mendahuluinya."},
        {RejectionCode::closing_time_ignored,
         "Sumber mencatat waktu penutupan pada laporan yang tidak disebutnya selesai."},
        {RejectionCode::no_agency, "Sumber tidak menyebut instansi."},
        {RejectionCode::ledger_exists,
         "Buku besar ini sudah dibuat. Pakai apa adanya, atau buat yang lain di folder kosong."},
        {RejectionCode::already_connected,
         "Instansi sudah terhubung, atau sudah dibubarkan: id tidak pernah dipakai lagi. Pilih id "
         "lain."},
        {RejectionCode::unknown_agency,
         "Instansi itu tidak terhubung. `aduan agency list` menunjukkan yang terhubung."},
        {RejectionCode::bad_id,
         "Sebuah id atau kode salah bentuk: isinya 1 sampai 64 huruf a-z, angka 0-9, '.' dan '-', "
         "diawali huruf atau angka, dan bukan 'desk'; tanggal ditulis 2014-12-19. Kirim dalam "
         "bentuk itu."},
        {RejectionCode::bad_name,
         "Nama terdiri atas 1 sampai 500 byte UTF-8 yang sah tanpa karakter kendali. Kirim dalam "
         "bentuk itu."},
        {RejectionCode::bad_policy,
         "Kebijakan salah bentuk: id, kalender, atau hari pertamanya; lama waktu yang bukan 1 "
         "sampai 3.660 hari; tidak ada pengembalian yang diizinkan; atau hari libur yang tidak "
         "berurutan; atau buku besar tidak mempunyai 1 sampai 10.000 partisi. `aduan policy show` "
         "mencetak kebijakan yang benar."},
        {RejectionCode::category_exists, "Topik ini sudah ditetapkan. Pilih id lain."},
        {RejectionCode::no_successor,
         "Instansi yang dibubarkan memerlukan pengganti yang terhubung, termasuk pengganti "
         "utamanya. Hubungkan dahulu."},
    }};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kExplanations.size(); ++i) {
    if (static_cast<std::size_t>(kExplanations[i].first) != i) return false;
  }
  return true;
}
static_assert(is_in_order());

}  // namespace

std::string_view indonesian_explanation_of(RejectionCode code) {
  return kExplanations[static_cast<std::size_t>(code)].second;
}

}  // namespace aduan
