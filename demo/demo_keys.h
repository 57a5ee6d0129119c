// DEMO ONLY: RSA private keys of domains that do not exist (.example), made for the demo incident
// and published with it. They protect nothing and must never be used for anything else.
#pragma once

#include <span>

#include "demo/dkim.h"

namespace letterlock::demo {

std::span<const DemoKey> demo_keys();

}  // namespace letterlock::demo
