#include "content/attached_pdf.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace letterlock::content {
namespace {

std::string packed(const std::string& text) {
  std::string out(compressBound(text.size()), '\0');
  uLongf size = out.size();
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
           text.size());
  out.resize(size);
  return out;
}

TEST(AttachedPdfTest, ScriptsProgramsLocksAndLinksAreSeen) {
  EXPECT_TRUE(survey_pdf("%PDF-1.4 1 0 obj <</S/JavaScript/JS(app.alert())>>").script);
  EXPECT_TRUE(survey_pdf("<</S /J#61vaScript>>").script);
  EXPECT_TRUE(survey_pdf("<</S /Launch /F (x.exe)>>").launch);
  EXPECT_TRUE(survey_pdf("trailer <</Encrypt 5 0 R>>").locked);
  const PdfSurvey plain = survey_pdf("<</OpenAction [3 0 R /Fit] /JSX 1 /Launcher 2>>");
  EXPECT_FALSE(plain.script || plain.launch || plain.locked);
  EXPECT_TRUE(plain.uris.empty());
  const PdfSurvey links = survey_pdf(
      "/URI(https://a.example/\\051) /URI <68747470733A2F2F622E6578616D706C65> "
      "/URI(https://a.example"
      "/\\051) /URI 7 0 R /URI");
  EXPECT_EQ(links.uris, (std::vector<std::string>{"https://a.example/)", "https://b.example"}));
}

TEST(AttachedPdfTest, ObjectStreamsAreUnpackedAndOtherStreamsPassedOver) {
  const std::string inside = "<</A<</S/URI/URI(https://a.example/)>>>> <</S/JavaScript>>";
  const std::string body = packed(inside);
  const auto object = [](const std::string& dictionary, const std::string& content) {
    return "1 0 obj <<" + dictionary + ">>\nstream\r\n" + content + "\nendstream\nendobj\n";
  };
  const PdfSurvey found =
      survey_pdf("%PDF-1.5\n" + object("/Type/ObjStm/Filter/FlateDecode", body));
  EXPECT_TRUE(found.script);
  EXPECT_EQ(found.uris, std::vector<std::string>{"https://a.example/"});
  const PdfSurvey none = survey_pdf(object("/Filter/FlateDecode", body) +
                                    object("/Subtype/Image", "/JavaScript /Launch"));
  EXPECT_FALSE(none.script || none.launch);
  EXPECT_TRUE(survey_pdf(object("/Subtype/Image", "x") + "/Launch").launch);
}

TEST(AttachedPdfTest, OnlyWhatCanShowACodeIsDrawn) {
  const auto stream = [](const std::string& dictionary, const std::string& content) {
    return "1 0 obj <<" + dictionary + ">>\nstream\n" + content + "\nendstream\nendobj\n";
  };
  const auto picture = [&](const std::string& size) {
    return pdf_may_show_code(stream("/Subtype/Image " + size, ""));
  };
  EXPECT_TRUE(picture("/Width 300/Height 300"));
  EXPECT_TRUE(picture("/Height 1200 /Width 800"));
  EXPECT_TRUE(picture("/Width 7 0 R /Height 300"));
  EXPECT_FALSE(picture("/Width 300/Height 80"));
  EXPECT_FALSE(picture("/Width 8/Height 8"));
  std::string squares;
  for (int i = 0; i < 150; ++i) squares += "1 2 3 4 re\n";
  EXPECT_TRUE(pdf_may_show_code(stream("/Length 9", squares + "f")));
  EXPECT_TRUE(pdf_may_show_code(stream("/Filter/FlateDecode", packed(squares))));
  EXPECT_TRUE(pdf_may_show_code(stream("/Filter/LZWDecode", "??")));
  EXPECT_FALSE(pdf_may_show_code(stream("/Filter/FlateDecode", packed("BT (text here) Tj ET"))));
  EXPECT_FALSE(pdf_may_show_code(stream("/Length1 9/Filter/FlateDecode", packed(squares))));
  EXPECT_FALSE(pdf_may_show_code("%PDF-1.4"));
}

TEST(AttachedPdfTest, HostileFilesCostLittle) {
  const std::string bomb = packed(std::string(std::size_t{64} << 20, ' '));
  std::string bombs;
  for (int i = 0; i < 20; ++i) {
    bombs += "1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + bomb + "endstream ";
  }
  survey_pdf(bombs);
  pdf_may_show_code(bombs);
  std::string words;
  for (int i = 0; i < 200'000; ++i) words += "stream\n/URI(";
  survey_pdf(words);
  pdf_may_show_code(words);
  survey_pdf(std::string(1'000'000, '/'));
  survey_pdf("/URI (" + std::string(1'000'000, '('));
  for (const char* cut : {"/", "/#", "/URI", "/URI(", "/URI(\\", "/URI<", "stream", "s", ""}) {
    survey_pdf(cut);
  }
}

}  // namespace
}  // namespace letterlock::content
