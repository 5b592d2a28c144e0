#include "cli/simulate/texts.h"

#include <span>

namespace aduan::simulation {
namespace {

using Words = std::span<const std::string_view>;

struct TopicWords {
  std::string_view topic;  ///< how a category's id begins
  Words problems;
};

constexpr std::string_view kRoads[] = {
    "Jalan berlubang dan sering menyebabkan pengendara motor jatuh",
    "Lampu penerangan jalan mati sehingga gelap pada malam hari",
    "Jembatan penghubung desa rusak dan papan lantainya lepas",
    "Saluran air tersumbat sehingga jalan tergenang setiap hujan",
    "Trotoar rusak dan tidak bisa dilewati kursi roda",
    "Proyek perbaikan jalan berhenti dan bekas galian dibiarkan terbuka",
};
constexpr std::string_view kSchool[] = {
    "Sekolah meminta iuran padahal sudah ada dana bantuan operasional",
    "Dana bantuan siswa belum cair sejak semester lalu",
    "Ruang kelas bocor dan kursi siswa kurang",
    "Tunjangan guru belum dibayarkan selama tiga bulan",
    "Ijazah belum diserahkan walaupun semua kewajiban sudah dipenuhi",
};
constexpr std::string_view kHealth[] = {
    "Antrean di puskesmas sejak subuh tetapi dokter baru datang siang",
    "Kartu jaminan kesehatan tidak aktif padahal iuran sudah dibayar",
    "Obat yang diresepkan kosong dan pasien diminta membeli di luar",
    "Rumah sakit menolak pasien rujukan dengan alasan kamar penuh",
    "Ambulans desa tidak dapat dihubungi pada malam hari",
};
constexpr std::string_view kSocial[] = {
    "Bantuan sosial tidak tepat sasaran, keluarga mampu justru menerima",
    "Nama kami hilang dari daftar penerima bantuan pangan",
    "Beras bantuan yang dibagikan berbau dan berkutu",
    "Lansia di lingkungan kami belum pernah didata",
};
constexpr std::string_view kOrder[] = {
    "Musik keras dari tempat usaha sampai lewat tengah malam",
    "Parkir liar menutup jalan masuk permukiman",
    "Laporan kehilangan belum ditindaklanjuti sejak dua bulan lalu",
    "Balap liar setiap akhir pekan meresahkan warga",
};
constexpr std::string_view kPapers[] = {
    "Pengurusan KTP elektronik sudah enam bulan belum selesai",
    "Petugas loket meminta uang tambahan tanpa kuitansi",
    "Data kartu keluarga tidak sesuai dan sulit diperbaiki",
    "Pelayanan izin daring tidak dapat dibuka sejak minggu lalu",
    "Jadwal pelayanan tidak sesuai dengan yang diumumkan",
};
constexpr std::string_view kWork[] = {
    "Upah lembur tidak dibayar dan perusahaan tidak memberi slip gaji",
    "Perusahaan tidak mendaftarkan pekerja ke jaminan sosial",
    "Pemutusan hubungan kerja tanpa surat dan tanpa pesangon",
    "Harga kebutuhan pokok naik dan operasi pasar tidak sampai ke desa kami",
};
constexpr std::string_view kEnergy[] = {
    "Listrik padam setiap malam tanpa pemberitahuan",
    "Tagihan listrik melonjak walaupun rumah kosong",
    "Gas tiga kilogram langka dan dijual di atas harga eceran",
    "Tiang listrik miring dan hampir roboh ke rumah warga",
};
constexpr std::string_view kNature[] = {
    "Sampah menumpuk di pinggir sungai dan tidak diangkut",
    "Limbah pabrik dibuang ke sungai sehingga air berbau",
    "Pembakaran lahan membuat asap masuk ke permukiman",
    "Tanggul retak dan warga takut banjir susulan",
};
constexpr std::string_view kTraffic[] = {
    "Angkutan umum tidak beroperasi sesuai jadwal",
    "Kereta terlambat dua jam tanpa pengumuman",
    "Rambu lalu lintas di persimpangan hilang",
    "Kiriman pos belum sampai sejak satu bulan lalu",
};
constexpr std::string_view kOther[] = {
    "Air bersih tidak mengalir sejak seminggu yang lalu",
    "Petugas tidak ramah dan pelayanan sangat lambat",
    "Kami mengusulkan taman bermain di lahan kosong milik pemerintah",
    "Mohon penjelasan syarat dan biaya resmi pelayanan ini",
    "Jaringan telekomunikasi di desa kami sangat lemah",
    "Air yang mengalir ke rumah kami keruh dan berbau",
};

constexpr TopicWords kTopics[] = {
    {"2014-infrastruktur", kRoads},
    {"pu", kRoads},
    {"2014-pendidikan", kSchool},
    {"pendidikan", kSchool},
    {"2014-kesehatan", kHealth},
    {"kesehatan", kHealth},
    {"2014-kemiskinan", kSocial},
    {"2014-kesra", kSocial},
    {"sosial", kSocial},
    {"2014-pangan", kSocial},
    {"2014-polhukam", kOrder},
    {"ketertiban", kOrder},
    {"hukum", kOrder},
    {"2014-birokrasi", kPapers},
    {"kependudukan", kPapers},
    {"2014-investasi", kPapers},
    {"2014-perekonomian", kWork},
    {"ketenagakerjaan", kWork},
    {"ekonomi", kWork},
    {"2014-energi", kEnergy},
    {"energi", kEnergy},
    {"2014-lingkungan", kNature},
    {"lingkungan", kNature},
    {"perhubungan", kTraffic},
};

constexpr std::string_view kSince[] = {
    "sejak kemarin",    "sejak seminggu yang lalu", "sudah sebulan", "sudah lebih dari tiga bulan",
    "sejak awal tahun", "hampir setiap hari",
};
constexpr std::string_view kWhere[] = {
    "di dekat pasar",    "di depan balai desa",      "di sekitar terminal",   "dekat sekolah dasar",
    "di perumahan kami", "di jalan utama kecamatan", "di lingkungan RT kami",
};
constexpr std::string_view kWish[] = {
    "Mohon segera ditindaklanjuti.",
    "Kami sudah melapor ke kelurahan tetapi belum ada tanggapan.",
    "Mohon penjelasan kapan akan diperbaiki.",
    "Terima kasih atas perhatiannya.",
    "Warga sekitar juga merasakan hal yang sama.",
    "Foto dapat kami kirimkan bila diperlukan.",
};

constexpr std::string_view kQuestions[] = {
    "Mohon sebutkan alamat lengkap dan waktu kejadian.",
    "Mohon lampirkan nomor pelanggan atau bukti pembayaran.",
    "Instansi mana yang dimaksud? Mohon diperjelas.",
};
constexpr std::string_view kSupplements[] = {
    "Lokasinya di sebelah kantor desa, setiap pagi sekitar pukul tujuh.",
    "Berikut nomor pelanggan yang diminta: 0000-0000.",
    "Kejadiannya hari Senin minggu lalu, saksinya beberapa warga.",
    "Tambahan: keadaan semakin parah sejak laporan pertama.",
};
constexpr std::string_view kArchives[] = {
    "Laporan tidak memuat lokasi maupun instansi yang dituju.",
    "Isi laporan bukan mengenai pelayanan publik.",
    "Perkara ini sedang diperiksa di pengadilan.",
};
constexpr std::string_view kAppeals[] = {
    "Laporan saya jelas mengenai pelayanan publik, mohon ditinjau kembali.",
    "Keterangan lengkap sudah saya kirim, mohon laporan dibuka kembali.",
};
constexpr std::string_view kDismissals[] = {
    "Setelah ditinjau, alasan pengarsipan sudah tepat.",
};
constexpr std::string_view kForwards[] = {
    "Mohon ditindaklanjuti sesuai kewenangan.",
    "Diteruskan untuk ditanggapi dalam lima hari kerja.",
    "Mohon tanggapan dan penjelasan kepada pelapor.",
};
constexpr std::string_view kBacks[] = {
    "Bukan kewenangan kami, mohon diteruskan ke instansi yang berwenang.",
    "Lokasi berada di luar wilayah kerja kami.",
    "Urusan ini ditangani instansi lain.",
};
constexpr std::string_view kRulings[] = {
    "Berdasarkan pembagian urusan pemerintahan, hal ini menjadi tanggung jawab instansi tersebut.",
    "Setelah tiga kali dikembalikan, ditetapkan instansi yang wajib menindaklanjuti.",
};
constexpr std::string_view kNotes[] = {
    "Petugas dijadwalkan meninjau lokasi.",
    "Menunggu data dari unit daerah.",
    "Anggaran perbaikan sedang diajukan.",
    "Koordinasi dengan pemerintah desa sudah dilakukan.",
};
constexpr std::string_view kInterims[] = {
    "Laporan sudah kami terima dan sedang diperiksa di lapangan.",
    "Terima kasih, kami sedang berkoordinasi dengan unit terkait.",
};
constexpr std::string_view kAnswers[] = {
    "Perbaikan sudah selesai dilaksanakan, terima kasih atas laporannya.",
    "Sudah kami jelaskan kepada pelapor melalui kantor setempat.",
    "Permohonan sudah diproses dan dapat diambil pada jam kerja.",
    "Sesuai peraturan, permintaan tersebut belum dapat dipenuhi; penjelasan terlampir.",
    "Petugas sudah menertibkan lokasi dan akan memantau secara berkala.",
};
constexpr std::string_view kReplies[] = {
    "Sampai hari ini belum ada perubahan di lapangan.",
    "Terima kasih, tetapi yang diperbaiki baru sebagian.",
    "Jawaban tersebut tidak sesuai dengan keadaan sebenarnya.",
};
constexpr std::string_view kReopenings[] = {
    "Masalahnya muncul lagi setelah beberapa hari.",
    "Belum selesai, mohon dibuka kembali.",
};
constexpr std::string_view kRatings[] = {
    "Cepat dan jelas.",
    "Lama, tetapi akhirnya selesai.",
    "Kurang memuaskan.",
    "",
};
constexpr std::string_view kPublicComments[] = {
    "Di tempat kami juga sama.",
    "Semoga segera diperbaiki.",
    "Sudah lama begini.",
};
constexpr std::string_view kDeskComments[] = {
    "Mohon instansi melengkapi jawaban dengan bukti pelaksanaan.",
    "Mohon penjelasan lebih lanjut sebelum laporan selesai.",
};
constexpr std::string_view kInternals[] = {
    "Perlu diingatkan menjelang tenggat.",
    "Serupa dengan laporan bulan lalu.",
};
constexpr std::string_view kWithdrawals[] = {
    "Sudah selesai, laporan saya cabut.",
    "Salah kirim, mohon dibatalkan.",
};
constexpr std::string_view kMerges[] = {"Laporan yang sama dari pelapor yang sama."};
constexpr std::string_view kEscalations[] = {"Mohon perhatian pimpinan atas laporan ini."};

constexpr Words kSentences[] = {
    kQuestions,      kSupplements,  kArchives,  kAppeals,     kDismissals, kForwards,    kBacks,
    kRulings,        kNotes,        kInterims,  kAnswers,     kReplies,    kReopenings,  kRatings,
    kPublicComments, kDeskComments, kInternals, kWithdrawals, kMerges,     kEscalations,
};

std::string_view one_of(Words words, Chance& chance) { return words[chance.below(words.size())]; }

Words problems_of(std::string_view topic) {
  for (const TopicWords& each : kTopics) {
    if (!topic.starts_with(each.topic)) continue;
    const std::string_view rest = topic.substr(each.topic.size());
    if (rest.empty() || rest.front() == '.') return each.problems;
  }
  return kOther;
}

void append(std::string& text, std::string_view more) {
  if (!text.empty()) text += ' ';
  text += more;
}

}  // namespace

ReportWords report_words(std::string_view topic, std::string_view place, Chance chance) {
  const std::string_view problem = one_of(problems_of(topic), chance);
  const std::string_view where = one_of(kWhere, chance);
  ReportWords words;
  words.title = problem.substr(0, problem.find(' ', 28));
  words.text.reserve(256);
  append(words.text, problem);
  append(words.text, where);
  append(words.text, one_of(kSince, chance));
  words.text += '.';
  for (std::uint64_t wishes = chance.below(3); wishes > 0; --wishes) {
    append(words.text, one_of(kWish, chance));
  }
  words.location = where.starts_with("di ") ? where.substr(3) : where;
  words.location += ", ";
  words.location += place;
  return words;
}

std::string reporter_name(Chance& chance) {
  return "Warga Contoh " + std::to_string(chance.below(100'000));
}

std::string reporter_contact(Chance& chance) {
  // No such prefix is given to anybody in Indonesia.
  return "+62000" + std::to_string(10'000'000 + chance.below(90'000'000));
}

std::string sentence(Occasion occasion, Chance& chance) {
  return std::string(one_of(kSentences[static_cast<std::size_t>(occasion)], chance));
}

}  // namespace aduan::simulation
