// What the robots' mail looks like.
#pragma once

#include "demo/message.h"
#include "demo/story.h"

namespace letterlock::demo {

// `about` is the message that a bounce or receipt speaks of; nullptr where there is none yet.
Sent write_robot_mail(const Story& story, const Plan& plan, int index, const Sent* about,
                      Random& random);

}  // namespace letterlock::demo
