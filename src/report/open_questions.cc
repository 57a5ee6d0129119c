#include "report/open_questions.h"

#include <fmt/format.h>

#include "report/wording.h"

namespace letterlock::report {
namespace {

OpenQuestion what_was_seen(const std::string& the_case) {
  const std::string logs = fmt::format("letterlock logs {} FILE...", the_case);
  return {
      "B",
      "What did the intruder see?",
      "Nothing has been established. That a mailbox was entered at all does not follow from "
      "mail alone.",
      {{"Audit logs of the mail provider: Microsoft 365 unified audit log (MailItemsAccessed, "
        "Send, New-InboxRule) or Google Workspace reports, for the weeks around the findings.",
        logs},
       {"Sign-in logs with addresses and clients, to tell the owner's sessions from others.", logs},
       {"The mailboxes themselves, to name what each session could read.",
        fmt::format("letterlock ingest {} FILE...", the_case)}}};
}

Need leaked_material() {
  return {
      "The published or offered material: messages as files with their full header, documents "
      "as they were received.",
      "letterlock verify LEAK --keys ARCHIVE"};
}

OpenQuestion whether_genuine(const std::string& the_case) {
  return {"C",
          "Is leaked material genuine, and whose mailbox is it from?",
          "Nothing has been established. No leaked material is part of this case.",
          {leaked_material(),
           {"The signing keys of the domains involved at that time (DNS or key archives), to check "
            "DKIM signatures without the network.",
            fmt::format("letterlock keys import ARCHIVE FILE..., then letterlock investigate {} "
                        "--keys ARCHIVE",
                        the_case)},
           {"The mailboxes it may come from, to compare it with what they hold.",
            fmt::format("letterlock ingest {} FILE...", the_case)}}};
}

// The signatures of the case are verified.
OpenQuestion whose_mailbox(const Investigation& all, const std::string& the_case) {
  OpenQuestion open{
      "C",
      "Whose mailbox is leaked material from?",
      "What the signatures of this case prove stands in the section above. From whose mailbox "
      "a leak came has not been asked.",
      {leaked_material(),
       {"The mailboxes it may come from, to compare it with what they hold.",
        fmt::format("letterlock ingest {} FILE...", the_case)}}};
  if (all.exposed) {
    open.needs.push_back(
        {"The leaked mail in the case, as a mailbox of its own, to see what of it was taken from "
         "the mailboxes that were reached.",
         fmt::format("letterlock ingest {0} LEAK --mailbox leak, then letterlock exposure {0} "
                     "--leaked leak",
                     the_case)});
  }
  return open;
}

OpenQuestion who_did_it() {
  return {"D",
          "Who did it, and how do we know?",
          "Nothing has been established. Nothing in this report says who sent a message, only what "
          "speaks against what it claims.",
          {{"Who claims what: statements, reports and their dates, with the evidence each one "
            "gives.",
            ""},
           {"Indicators seen in this case (hosts, addresses, accounts) beside indicators that "
            "others have published.",
            ""},
           {"The hypotheses to weigh, the uncomfortable ones included.", ""}}};
}

}  // namespace

std::vector<OpenQuestion> open_questions(const Investigation& investigation) {
  const std::string the_case =
      investigation.case_directory.empty() ? "CASE" : shell_word(investigation.case_directory);
  std::vector<OpenQuestion> open;
  if (!investigation.exposed) open.push_back(what_was_seen(the_case));
  open.push_back(investigation.verification ? whose_mailbox(investigation, the_case)
                                            : whether_genuine(the_case));
  open.push_back(who_did_it());
  return open;
}

}  // namespace letterlock::report
