// Looks for QR codes in the pictures and documents that come in on descriptor 0, one after the
// other, with the decoders of others (libpng, libjpeg, poppler, ZXing).
#define ZX_USE_UTF8 1  // Result::text() is UTF-8
#include <ZXing/ReadBarcode.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>

#include "sources/worker/pictures.h"
#include "sources/worker/report.h"

namespace letterlock::sources {
namespace {

// Codes told of one picture, and pages of a document that are drawn: lures show theirs on the
// first.
constexpr std::uint8_t kMostSymbols = 8;
constexpr int kMostPages = 2;
// Of processor time, for one picture: SIGPROF ends us then, and our parent starts another.
constexpr time_t kMostSeconds = 10;
// Larger ones are halved: a code is read at three pixels a module.
constexpr std::uint32_t kLargestSide = 2000;
constexpr double kDpi = 96;

void set_timer(time_t seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = seconds;
  ::setitimer(ITIMER_PROF, &timer, nullptr);
}

bool read_whole(char* into, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::read(STDIN_FILENO, into, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool mostly_dark(const Grey& picture) {
  std::uint64_t sum = 0;
  for (const std::uint8_t grey : picture.rows) sum += grey;
  return sum < picture.rows.size() * 110;
}

std::size_t tell_codes(const Grey& picture, std::uint64_t page, Report& report) {
  const ZXing::ImageView view(picture.rows.data(), static_cast<int>(picture.width),
                              static_cast<int>(picture.height), ZXing::ImageFormat::Lum);
  const auto hints = ZXing::DecodeHints()
                         .setFormats(ZXing::BarcodeFormat::QRCode)
                         .setTryHarder(true)
                         .setTryRotate(false)  // finder patterns show which way a code lies
                         .setMaxNumberOfSymbols(kMostSymbols);
  std::size_t told = 0;
  for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid()) continue;
    report.code({page, result.text()});
    ++told;
  }
  return told;
}

void look_at(Grey picture, std::uint64_t page, Report& report) {
  shrink(picture, kLargestSide);
  if (tell_codes(picture, page, report) > 0 || !mostly_dark(picture)) return;
  // White on black.
  for (std::uint8_t& grey : picture.rows) grey = static_cast<std::uint8_t>(255 - grey);
  tell_codes(picture, page, report);
}

std::optional<Grey> drawn(const poppler::page_renderer& renderer, const poppler::page& page) {
  const poppler::rectf size = page.page_rect();
  const double largest = std::max(size.width(), size.height());
  if (largest < 1) return std::nullopt;
  // A page may say that it is kilometres wide.
  const double dpi = std::min(kDpi, 72.0 * kLargestSide / largest);
  const poppler::image image = renderer.render_page(&page, dpi, dpi);
  if (!image.is_valid() || image.width() <= 0 || image.height() <= 0) return std::nullopt;
  Grey grey;
  grey.width = static_cast<std::uint32_t>(image.width());
  grey.height = static_cast<std::uint32_t>(image.height());
  grey.rows.reserve(std::size_t{grey.width} * grey.height);
  for (int y = 0; y < image.height(); ++y) {
    const char* row = image.const_data() + std::ptrdiff_t{y} * image.bytes_per_row();
    grey.rows.insert(grey.rows.end(), row, row + image.width());
  }
  return grey;
}

void look_at_document(const std::string& octets, Report& report) {
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(octets.data(), static_cast<int>(octets.size())));
  if (!document || document->is_locked()) return;
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  for (int i = 0; i < std::min(document->pages(), kMostPages); ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (!page) continue;
    if (auto picture = drawn(renderer, *page)) {
      look_at(std::move(*picture), static_cast<std::uint64_t>(i) + 1, report);
    }
  }
}

void look(Picture what, const std::string& octets, Report& report) {
  std::optional<Grey> picture;
  switch (what) {
    case Picture::png:
      picture = decode_png(octets);
      break;
    case Picture::jpeg:
      picture = decode_jpeg(octets);
      break;
    case Picture::gif:
      picture = decode_gif(octets);
      break;
    case Picture::pdf:
      look_at_document(octets, report);
      break;
  }
  if (picture) look_at(std::move(*picture), 0, report);
}

}  // namespace

int look_for_codes(Report& report) {
  constexpr int kDone = 0, kNotAsked = 65;
  poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
  std::string octets;
  for (;;) {
    char header[kFrameHeader];
    if (!read_whole(header, sizeof header)) return kDone;
    std::uint32_t length = 0;
    for (std::size_t i = 4; i >= 1; --i) {
      length = length << 8 | static_cast<unsigned char>(header[i]);
    }
    if (length > kMaxPicture) return kNotAsked;
    octets.resize(length);
    if (!read_whole(octets.data(), octets.size())) return kNotAsked;
    set_timer(kMostSeconds);
    // What a library throws says as much as what it returns: there is nothing to read here.
    try {
      look(static_cast<Picture>(header[0]), octets, report);
    } catch (const std::exception&) {
      octets.clear();
    }
    set_timer(0);
    report.end();
  }
}

}  // namespace letterlock::sources
