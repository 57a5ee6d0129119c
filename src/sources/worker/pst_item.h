// libpff's handles, owned; and one item read through them.
#pragma once

#include <libbfio.h>
#include <libpff.h>

#include <cstdint>
#include <string>

#include "base/attributes.h"
#include "sources/mapi.h"

namespace letterlock::sources {

class PffError {
 public:
  PffError() = default;
  PffError(const PffError&) = delete;
  PffError& operator=(const PffError&) = delete;
  ~PffError() { libpff_error_free(&error_); }
  libpff_error_t** out() {
    libpff_error_free(&error_);
    return &error_;
  }
  std::string text() const;

 private:
  libpff_error_t* error_ = nullptr;
};

class PffItem {
 public:
  PffItem() = default;
  PffItem(const PffItem&) = delete;
  PffItem& operator=(const PffItem&) = delete;
  ~PffItem() {
    if (item_ != nullptr) libpff_item_free(&item_, nullptr);
  }
  libpff_item_t* get() const { return item_; }
  libpff_item_t** out() { return &item_; }  // REQUIRES: empty

 private:
  libpff_item_t* item_ = nullptr;
};

// The container behind descriptor 0.
class PffFile {
 public:
  PffFile() = default;
  PffFile(const PffFile&) = delete;
  PffFile& operator=(const PffFile&) = delete;
  ~PffFile();
  bool open(std::uint64_t size, PffError& error);
  libpff_file_t* get() const { return file_; }

 private:
  libpff_file_t* file_ = nullptr;
  libbfio_handle_t* handle_ = nullptr;
};

std::uint32_t pff_identifier(libpff_item_t* item);
// A text property; "" where absent or unreadable.
std::string pff_text(libpff_item_t* item, Mapi id);

// All that is known of an item, with attachments and messages in them. `budget`: octets that may
// still be read; what is beyond it is left out, and said in MapiAttachment::trouble.
MapiItem read_pff_item(libpff_item_t* item, std::uint64_t& budget, unsigned depth = 20);

}  // namespace letterlock::sources
