#include "cli/event_json.h"

#include <gmock/gmock.h>

#include "cli/verbs.h"

namespace letterlock::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(EventJsonTest, ASignInThatTwoLogsTellNamesTheOtherRecord) {
  store::Event event;
  event.id = 7;
  event.act = store::Act::sign_in;
  EXPECT_THAT(event_json(event, 9), HasSubstr("\"same_as\":9"));
  EXPECT_THAT(event_json(event), Not(HasSubstr("same_as")));
}

TEST(SourceDefectTextTest, AnOctetIsNamedOnlyWhereThereIsOne) {
  store::SourceDefectFact defect;
  defect.source = "mail.pst";
  defect.inner = "Inbox/item 0x200024";
  defect.name = "damaged_item";
  defect.detail = "attachment cut";
  EXPECT_EQ(source_defect_text(defect),
            "mail.pst > Inbox/item 0x200024: attachment cut (damaged_item)");
  defect.source = "mail.mbox";
  defect.inner.clear();
  defect.offset = 12;
  EXPECT_THAT(source_defect_text(defect), HasSubstr("mail.mbox, octet 12: "));
}

}  // namespace
}  // namespace letterlock::cli
