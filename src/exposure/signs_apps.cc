// Applications that intruders are known to use (community list: huntresslabs/rogueapps), and client
// strings of programs that people do not read mail with.
#include <algorithm>
#include <iterator>

#include "base/ascii.h"
#include "exposure/signs.h"

namespace letterlock::exposure {
namespace {

struct Tool {
  std::string_view id, name;
};
constexpr Tool kTools[] = {
    {"e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd", "eM Client"},
    {"ff8d92dc-3d82-41d6-bcbd-b9174d163620", "PerfectData Software"},
    {"2ef68ccc-8a4d-42ff-ae88-2d7bb89ad139", "Mail_Backup"},
    {"a245e8c0-b53c-4b67-9b45-751d1dff8e6b", "Newsletter Software Supermailer"},
    {"b15665d9-eda6-4092-8539-0eec376afd59", "rclone"},
    {"4761b959-9780-4c2d-87a3-512b4638f767", "rclone"},
    {"a43e5392-f48b-46a4-a0f1-098b5eeb4757", "CloudSponge"},
    {"caffae8c-0882-4c81-9a27-d1803af53a40", "SigParser"},
    {"858d7e42-35f0-44b7-9033-df309239a47f", "Zoominfo Login"},
    {"497ac034-5120-4c1a-929a-0351f5c09918", "ZoomInfo Communitiez Login"},
    {"946c777c-bc85-489e-b034-392389ae23d6", "Spike"},
    {"77468577-4f6e-40e7-b745-11d3d0c28095", "Fastmail"},
    {"179d5108-412b-4c95-8e34-06786784ab39", "Postbox"},
    {"62db40a4-2c7e-4373-a609-eda138798962", "Edison Mail"},
};

}  // namespace

std::string_view known_tool(std::string_view app_id) {
  const auto found = std::find_if(std::begin(kTools), std::end(kTools), [&](const Tool& tool) {
    return equals_ignore_case(tool.id, app_id);
  });
  return found == std::end(kTools) ? std::string_view() : found->name;
}

}  // namespace letterlock::exposure
