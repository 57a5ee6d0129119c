// How read_html() works inside: one pass over the tokens with a bounded stack of open elements.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "content/html.h"
#include "content/html_style.h"
#include "content/html_tokenizer.h"

namespace letterlock::content {

// An open element: its own style, and what holds inside it. One line of the cache.
struct alignas(64) Open {
  HtmlTag tag = HtmlTag::other;
  ByteRange name;
  StyleEffect own;
  StyleEffect inside;
  std::uint32_t quote = 0;  // 1 + index into quotes of the block that it is, or 0
};

class HtmlReader {
 public:
  HtmlReader(std::string_view html, const Limits& limits)
      : html_(html),
        limits_(limits),
        tokens_(html),
        flow_(html, limits.indexed_text),
        hidden_text_(html) {
    constexpr std::size_t kUsualDepth = 32;
    open_.reserve(kUsualDepth);
    flow_.reserve();
    root_.ink = Paint::black();
    root_.ground = Paint::white();
  }

  HtmlDocument read();

 private:
  void start_tag();
  void end_tag();
  void text();
  void break_around(HtmlTag tag);

  void close_implied(HtmlTag tag);
  bool close_in_scope(HtmlTag tag, std::uint16_t barriers);
  void close_list_item(HtmlTag tag);
  void close_cell_content(HtmlTag tag);
  void close_formatting(HtmlTag tag, std::size_t at);
  void pop_to(std::size_t size);
  void push(const StyleEffect& own);
  // What holds where the reading stands.
  const StyleEffect& inside() const { return open_.empty() ? root_ : open_.back().inside; }
  void state_changed();
  bool foreign() const { return count(HtmlTag::svg) + count(HtmlTag::math) > 0; }
  unsigned count(HtmlTag tag) const { return counts_[static_cast<std::size_t>(tag)]; }

  // What a style sheet's selectors go by, of the current start tag.
  struct Names {
    std::string_view classes, id;
  };
  void read_own_style(const Names& names, StyleEffect& own);
  void paint(HtmlTag tag, const Names& names, StyleEffect& own);
  const StyleEffect& style_of(std::string_view style);
  std::string_view value_of(HtmlAttribute id) const {
    const auto* attribute = tokens_.find(id);
    return attribute == nullptr ? std::string_view() : tokens_.octets(attribute->value);
  }
  bool hidden() const { return hidden_; }

  void mark_quote(HtmlTag tag, const Names& names, bool separator);
  void collect_links(HtmlTag tag);
  void add_link(HtmlLinkKind kind, const HtmlAttributeRange* attribute);
  void add_refresh();
  void add_style_urls(ByteRange css);
  void end_link();

  std::string_view html_;
  const Limits& limits_;
  HtmlTokenizer tokens_;
  TextFlow flow_;
  StyleSheet sheet_;
  HtmlDocument document_;
  // Table mail repeats the same few style attributes hundreds of times.
  struct KnownStyle {
    std::string_view text;
    StyleEffect effect;
  };
  std::array<KnownStyle, 64> known_styles_;
  std::vector<Open> open_;
  std::array<std::uint32_t, static_cast<std::size_t>(HtmlTag::count_)> counts_{};
  std::size_t overflow_ = 0;         // elements open beyond the depth limit
  std::size_t open_link_ = 0;        // 1 + index of the anchor whose text is being read
  std::size_t open_link_depth_ = 0;  // open_.size() when it began
  StyleEffect root_;                 // around everything: black on white
  HiddenText hidden_text_;
  bool hidden_ = false;
  std::optional<HidingWay> way_;  // why what stands here is not seen; nullopt where it is
};

}  // namespace letterlock::content
