// What the C library does with memory that was freed. Called once, at the start of a program.
#pragma once

namespace letterlock {

// Keeps it for the next allocation, up to some tens of MiB a thread, where it would otherwise be
// given back to the system and fetched again, with a page fault for every 4 KiB, message after
// message. For programs that read whole mailboxes.
void keep_freed_memory();

}  // namespace letterlock
