// The lists inside Exchange records: folders with their messages, items, names with values.
#include <fmt/format.h>

#include <algorithm>

#include "audit/mapping.h"
#include "base/ascii.h"

namespace letterlock::audit {
namespace {

using simdjson::dom::element;
using store::Event;
using store::NamedMessage;

// The elements of a list; an object stands for a list of itself.
template <class Visit>
void each(const element& list, Visit visit) {
  simdjson::dom::array entries;
  if (list.get(entries) == simdjson::SUCCESS) {
    for (const element entry : entries) visit(entry);
  } else if (list.is_object()) {
    visit(list);
  }
}

std::vector<std::string> attachments_of(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    if (const auto name = trim(text.substr(0, end)); !name.empty()) names.emplace_back(name);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

std::string path_of(const element& item, std::string_view name) {
  const auto folder = member(item, name);
  if (!folder) return {};
  return folder->is_object() ? member_text(*folder, "Path") : text_of(*folder);
}

NamedMessage message_of(const element& item) {
  NamedMessage message;
  simdjson::dom::object members;
  if (item.get(members) != simdjson::SUCCESS) return message;
  for (const auto& [key, value] : members) {
    const auto is = [name = key](std::string_view wanted) {
      return equals_ignore_case(name, wanted);
    };
    if (is("InternetMessageId") || is("ItemInternetMessageId")) {
      message.message_id = message_id_of(text_of(value));
    } else if (is("Id")) {
      message.item_id = text_of(value);
    } else if (is("Subject")) {
      message.subject = text_of(value);
    } else if (is("Attachments")) {
      message.attachments = attachments_of(text_of(value));
    } else if (is("SizeInBytes")) {
      std::uint64_t size = 0;
      if (value.get(size) == simdjson::SUCCESS) message.size = size;
    }
  }
  message.folder = path_of(item, "ParentFolder");
  return message;
}

void add_folder(Mapping& mapping, Event& event, std::string path, std::string id) {
  if (path.empty() && id.empty()) return;
  if (!mapping.folders.insert(path + '\0' + id).second) return;
  event.folders.push_back({std::move(path), std::move(id)});
}

// What the record says once of many messages.
void repeat(Mapping& mapping, std::string_view text, Event& event, std::string& into) {
  if (mapping.may_repeat(text.size())) {
    into = text;
  } else {
    event.incomplete = true;
  }
}

bool names_something(const NamedMessage& message) {
  return !message.message_id.empty() || !message.item_id.empty() || !message.subject.empty();
}

// "MailAccessType:Bind;IsThrottled:False", as the mailbox audit log and some tools write it.
void settings_from_text(std::string_view text, Event& event) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(";,|\n"), text.size());
    const std::string_view pair = trim(text.substr(0, end));
    const std::size_t colon = pair.find_first_of(":=");
    if (colon != pair.npos && colon > 0) {
      event.parameters.push_back({std::string(trim(pair.substr(0, colon))),
                                  std::string(trim(pair.substr(colon + 1))), ""});
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void add_setting(const element& entry, Event& event) {
  simdjson::dom::object members;
  if (entry.get(members) != simdjson::SUCCESS) {  // a name alone: "AttachmentCollection"
    event.parameters.push_back({text_of(entry), "", ""});
    return;
  }
  store::Parameter one;
  bool named = false;
  for (const auto& [key, value] : members) {
    if (equals_ignore_case(key, "Name") || equals_ignore_case(key, "Key") ||
        equals_ignore_case(key, "DisplayName")) {
      one.name = text_of(value);
      named = true;
    } else if (equals_ignore_case(key, "Value") || equals_ignore_case(key, "NewValue")) {
      one.value = text_of(value);
    } else if (equals_ignore_case(key, "OldValue")) {
      one.old_value = text_of(value);
    }
  }
  if (named) {
    event.parameters.push_back(std::move(one));
    return;
  }
  for (const auto& [key, value] : members) {  // {"MailAccessType": "Bind"}
    event.parameters.push_back({std::string(key), text_of(value), ""});
  }
}

void split_list(std::string_view text, std::vector<std::string>& into) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (const auto one = trim(text.substr(0, end)); !one.empty()) into.emplace_back(one);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// The mailbox audit log names several items in lists beside each other.
void read_item_lists(Mapping& mapping, Event& event) {
  Fields& in = mapping.fields;
  std::vector<std::string> ids, subjects, folders;
  split_list(in.text(Key::source_message_ids), ids);
  split_list(in.text(Key::source_subjects), subjects);
  split_list(in.text(Key::source_folders), folders);
  // Subjects hold commas themselves: they count only where there are as many as ids.
  for (std::size_t i = 0; i < ids.size(); ++i) {
    NamedMessage message;
    message.message_id = message_id_of(ids[i]);
    if (subjects.size() == ids.size()) message.subject = subjects[i];
    if (folders.size() == ids.size()) message.folder = folders[i];
    if (folders.size() == 1) repeat(mapping, folders[0], event, message.folder);
    repeat(mapping, in.text(Key::dest_folder_path), event, message.destination);
    event.messages.push_back(std::move(message));
  }
  NamedMessage one;
  one.message_id = message_id_of(in.text(Key::item_message_id));
  one.item_id = in.text(Key::item_id);
  one.subject = in.first({Key::item_subject, Key::subject});
  one.folder = in.text(Key::folder_path);
  one.destination = in.text(Key::dest_folder_path);
  if (ids.empty() && names_something(one)) event.messages.push_back(std::move(one));
  add_folder(mapping, event, std::string(in.text(Key::folder_path)), "");
}

// Text in which a tool printed folders and messages: what stands in angle brackets with an at sign
// is a Message-ID.
void read_printed_ids(std::string_view text, Event& event) {
  for (std::size_t at = 0; (at = text.find('<', at)) != text.npos; ++at) {
    const std::size_t end = text.find_first_of("<> \n", at + 1);
    if (end == text.npos || text[end] != '>') continue;
    const std::string_view id = text.substr(at + 1, end - at - 1);
    if (id.find('@') == id.npos) continue;
    NamedMessage message;
    message.message_id = id;
    event.messages.push_back(std::move(message));
  }
}

}  // namespace

void read_folders(Mapping& mapping, Event& event) {
  for (const Key key : {Key::folders, Key::aggregated_folders}) {
    const auto folders = mapping.fields.json(key);
    if (!folders) {
      const std::string_view text = mapping.fields.text(key);
      if (is_lost_object(text)) {
        event.incomplete = true;
        mapping.defect("folders_lost", fmt::format("the export says \"{}\" in place of the folders",
                                                   text.substr(0, 40)));
      } else {
        read_printed_ids(text, event);
      }
      continue;
    }
    each(*folders, [&](const element& folder) {
      const std::string path = member_text(folder, "Path");
      add_folder(mapping, event, path, member_text(folder, "Id"));
      const auto items = member(folder, "FolderItems");
      if (!items) return;
      if (items->is_string() && is_lost_object(text_of(*items))) {
        event.incomplete = true;
        mapping.defect("folders_lost", "the export lost the messages of a folder");
      }
      each(*items, [&](const element& item) {
        NamedMessage message = message_of(item);
        if (message.folder.empty()) repeat(mapping, path, event, message.folder);
        event.messages.push_back(std::move(message));
      });
    });
  }
}

void read_items(Mapping& mapping, Event& event) {
  Fields& in = mapping.fields;
  std::string destination, source;
  if (const auto folder = in.json(Key::dest_folder)) destination = member_text(*folder, "Path");
  if (const auto folder = in.json(Key::folder)) {
    source = member_text(*folder, "Path");
    add_folder(mapping, event, source, member_text(*folder, "Id"));
  } else if (const std::string_view path = in.text(Key::folder); !path.empty()) {
    source = path;
    add_folder(mapping, event, source, "");
  }
  for (const Key key : {Key::affected_items, Key::item}) {
    const auto items = in.json(key);
    if (!items) {
      if (is_lost_object(in.text(key))) {
        event.incomplete = true;
        mapping.defect("items_lost", "the export lost the messages this record names");
      }
      continue;
    }
    each(*items, [&](const element& item) {
      NamedMessage message = message_of(item);
      if (message.folder.empty()) repeat(mapping, source, event, message.folder);
      repeat(mapping, destination, event, message.destination);
      if (const auto parent = member(item, "ParentFolder"); parent && parent->is_object()) {
        add_folder(mapping, event, member_text(*parent, "Path"), member_text(*parent, "Id"));
      }
      if (names_something(message)) event.messages.push_back(std::move(message));
    });
  }
  if (event.messages.empty()) read_item_lists(mapping, event);
}

void read_settings(Mapping& mapping, Event& event) {
  for (const Key key : {Key::parameters, Key::modified, Key::extended, Key::device_properties,
                        Key::operation_properties}) {
    const auto list = mapping.fields.json(key);
    if (list) {
      each(*list, [&](const element& entry) {
        std::string_view text;
        if (entry.get(text) == simdjson::SUCCESS && text.find(':') != text.npos &&
            key == Key::operation_properties) {
          settings_from_text(text, event);
        } else {
          add_setting(entry, event);
        }
      });
    } else if (const std::string_view text = mapping.fields.text(key); is_lost_object(text)) {
      event.incomplete = true;
      mapping.defect("settings_lost", "the export lost the names and values of this record");
    } else {
      settings_from_text(text, event);
    }
  }
}

}  // namespace letterlock::audit
