#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/json_writer.h"
#include "base/printable.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "cli/verbs.h"

namespace letterlock::cli {
namespace {

constexpr std::size_t kIndentMost = 20;  // deeper replies are not moved further right

std::string_view basis_name(store::EdgeBasis basis) {
  switch (basis) {
    case store::EdgeBasis::none:
      return "none";
    case store::EdgeBasis::references:
      return "references";
    case store::EdgeBasis::in_reply_to:
      return "in_reply_to";
    case store::EdgeBasis::thread_index:
      return "thread_index";
    case store::EdgeBasis::subject_and_people:
      return "subject_and_people";
  }
  return "";
}

struct Node {
  store::MessageSummary message;
  const store::ThreadEdge* edge = nullptr;
};

// Depth first, each branch by date. Explicit stack: the depth is the sender's choice.
std::vector<std::pair<const Node*, std::size_t>> in_order(
    const std::map<store::MessageId, Node>& nodes) {
  std::map<store::MessageId, std::vector<const Node*>> children;
  for (const auto& [id, node] : nodes) {
    const store::MessageId parent = node.edge != nullptr ? node.edge->parent : store::kNoMessage;
    children[nodes.contains(parent) ? parent : store::kNoMessage].push_back(&node);
  }
  for (auto& [id, list] : children) {
    std::sort(list.begin(), list.end(), [](const Node* a, const Node* b) {
      return std::pair(b->message.date.value_or(0), b->message.id) <
             std::pair(a->message.date.value_or(0), a->message.id);
    });  // latest first: the stack turns it round
  }
  std::vector<std::pair<const Node*, std::size_t>> ordered;
  std::vector<std::pair<const Node*, std::size_t>> stack;
  for (const Node* root : children[store::kNoMessage]) stack.emplace_back(root, 0);
  while (!stack.empty()) {
    const auto [node, depth] = stack.back();
    stack.pop_back();
    ordered.emplace_back(node, depth);
    if (const auto found = children.find(node->message.id); found != children.end()) {
      for (const Node* child : found->second) stack.emplace_back(child, depth + 1);
    }
  }
  return ordered;
}

// It says what it answers, and the case does not hold that.
bool names_absent_parent(const Node& node) {
  return node.edge != nullptr && node.edge->parent == store::kNoMessage &&
         node.edge->basis != store::EdgeBasis::none;
}

std::string to_json(const Node& node) {
  JsonWriter json;
  json.object().key("message").raw(summary_json(node.message));
  json.key("parent");
  if (node.edge != nullptr && node.edge->parent != store::kNoMessage) {
    json.value(node.edge->parent);
  } else {
    json.null();
  }
  json.key("basis");
  if (node.edge != nullptr) {
    json.value(basis_name(node.edge->basis));
  } else {
    json.null();
  }
  json.member("names_absent_parent", names_absent_parent(node));
  json.end();
  return json.take() + "\n";
}

std::string to_text(const Node& node, std::size_t depth, store::MessageId asked, bool color) {
  const store::MessageSummary& m = node.message;
  const std::string& who = m.from_name.empty() ? m.from_address : m.from_name;
  std::string note;
  if (names_absent_parent(node)) {
    note = "answers a message that is not in the case";
  } else if (node.edge != nullptr && node.edge->basis == store::EdgeBasis::subject_and_people) {
    note = "a guess by subject and people";
  } else if (node.edge != nullptr && node.edge->basis == store::EdgeBasis::thread_index) {
    note = "by Thread-Index";
  }
  return fmt::format("{}{:>7}  {}  {}{}  {}{}\n", m.id == asked ? "*" : " ", m.id,
                     short_date(m.date), std::string(2 * std::min(depth, kIndentMost), ' '),
                     styled(ellipsize(printable(who), 28), Style::green, color),
                     ellipsize(printable(m.subject), 80),
                     note.empty() ? "" : "  " + styled("[" + note + "]", Style::dim, color));
}

}  // namespace

int run_thread(const Options& options, const Surroundings& surroundings) {
  auto opened = open_case(options, surroundings, casefile::Access::read);
  if (!opened) return report(opened.error());
  auto id = opened->resolve(options.id);
  if (!id) return report(id.error());
  auto edges = opened->facts().thread(*id);
  if (!edges) return report(edges.error());
  std::vector<store::MessageId> ids{*id};
  for (const store::ThreadEdge& edge : *edges) {
    ids.push_back(edge.child);
    if (edge.parent != store::kNoMessage) ids.push_back(edge.parent);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  auto summaries = opened->facts().summaries(ids);
  if (!summaries) return report(summaries.error());
  std::map<store::MessageId, Node> nodes;
  for (store::MessageSummary& summary : *summaries) nodes[summary.id].message = std::move(summary);
  for (const store::ThreadEdge& edge : *edges) {
    if (const auto found = nodes.find(edge.child); found != nodes.end()) found->second.edge = &edge;
  }
  const bool color = use_color(STDOUT_FILENO);
  for (const auto& [node, depth] : in_order(nodes)) {
    print_out(options.json ? to_json(*node) : to_text(*node, depth, *id, color));
  }
  return kDone;
}

}  // namespace letterlock::cli
