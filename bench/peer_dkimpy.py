#!/usr/bin/python3
"""dkimpy on what auth_bench wrote: one signature a message, the key's record from memory.
usage: peer_dkimpy.py DIRECTORY [LIMIT]"""
import os
import sys
import time

import dkim

directory = sys.argv[1]
limit = int(sys.argv[2]) if len(sys.argv) > 2 else 500
with open(os.path.join(directory, 'record.txt'), 'rb') as file:
    record = file.read().strip()
signed = os.path.join(directory, 'signed')
names = sorted(os.listdir(signed))
names = names[::max(1, len(names) // limit)]
messages = []
for name in names:
    with open(os.path.join(signed, name), 'rb') as file:
        messages.append(file.read())
good = 0
begin = time.process_time()
for octets in messages:
    try:
        good += bool(dkim.verify(octets, dnsfunc=lambda name, timeout=5: record))
    except Exception:
        pass
seconds = time.process_time() - begin
print('%-34s %7d good %8.1f us a signature %9.0f a CPU second, of %d messages' % (
    'python3-dkim', good, seconds * 1e6 / len(messages), len(messages) / seconds, len(messages)))
