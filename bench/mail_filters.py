"""Two mail filters with their stock rules, on this machine only: rspamd over loopback, SpamAssassin over a local socket.

Neither gets a store of its own or any training; whatever they ask of DNS is answered with "no such name". As context managers they run from `with` to its end:
score(octets) is the filter's score of a message, None where it gives none; cpu() the processor seconds that its one
scanning process has used so far.
"""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

RSPAMD_PORT = 11933
RSPAMD_CONF = """
.include "$CONFDIR/common.conf"
options {{
  pidfile = "{work}/rspamd.pid";
  .include "$CONFDIR/options.inc"
  .include(try=true; priority=10) "$LOCAL_CONFDIR/override.d/options.inc"
}}
logging {{
  type = "file";
  filename = "{work}/rspamd.log";
  .include "$CONFDIR/logging.inc"
}}
worker "normal" {{
  bind_socket = "127.0.0.1:{port}";
  count = 1;
  .include "$CONFDIR/worker-normal.inc"
}}
"""


def installed(program):
    """Where a daemon is, for /usr/sbin is not on everybody's path; None if it is not installed."""
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class NoSuchName(threading.Thread):
    """A name server on loopback that knows no name (RFC 1035 section 4.1.1, RCODE 3)."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.start()

    def run(self):
        while True:
            try:
                asked, whom = self.socket.recvfrom(4096)
            except OSError:
                return
            if len(asked) >= 12:
                # The header says "answer, no such name" and counts the question only, which is given back.
                end = asked.index(b"\0", 12) + 5 if b"\0" in asked[12:] else len(asked)
                self.socket.sendto(asked[:2] + b"\x81\x83\0\1\0\0\0\0\0\0" + asked[12:end], whom)


class Filter:
    """What both have in common: a folder of their own, a process, its children."""

    def __enter__(self):
        self.work = tempfile.mkdtemp()
        self.process = subprocess.Popen(self.command(), stdout=subprocess.DEVNULL, stderr=open(self.log(), "ab"),
                                        env={**os.environ, "HOME": self.work})
        for _ in range(120):
            if self.process.poll() is not None:
                break
            if self.ready():
                return self
            time.sleep(0.5)
        self.__exit__()
        raise RuntimeError(f"{self.name} did not start")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.work, ignore_errors=True)

    def children(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children", encoding="ascii") as file:
            return [int(p) for p in file.read().split()]

    def cpu(self):
        ticks = 0
        for child in self.children():
            with open(f"/proc/{child}/stat", encoding="ascii") as file:
                ticks += sum(int(t) for t in file.read().rsplit(")", 1)[1].split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")

    def log(self):
        return os.path.join(self.work, "stderr")


class Rspamd(Filter):
    name = "rspamd"
    program = "rspamd"

    def command(self):
        override = os.path.join(self.work, "local", "override.d")
        os.makedirs(override)
        self.names = NoSuchName()
        with open(os.path.join(override, "options.inc"), "w", encoding="utf-8") as file:
            file.write(f'dns {{ nameserver = ["127.0.0.1:{self.names.port}"]; timeout = 1s; retransmits = 1; }}\n'
                       "disable_monitoring = true;\n")
        conf = os.path.join(self.work, "rspamd.conf")
        with open(conf, "w", encoding="utf-8") as file:
            file.write(RSPAMD_CONF.format(work=self.work, port=RSPAMD_PORT))
        os.makedirs(os.path.join(self.work, "db"))
        return [installed("rspamd"), "-i", "-f", "-c", conf, f"--var=DBDIR={self.work}/db",
                f"--var=RUNDIR={self.work}", f"--var=LOCAL_CONFDIR={self.work}/local"]

    def ready(self):
        try:
            with open(os.path.join(self.work, "rspamd.log"), encoding="utf-8", errors="replace") as file:
                text = file.read()
            return "full hyperscan database" in text or "hyperscan is not supported" in text
        except OSError:
            return False

    def score(self, octets):
        link = http.client.HTTPConnection("127.0.0.1", RSPAMD_PORT, timeout=60)
        try:
            link.request("POST", "/checkv2", octets)
            return json.loads(link.getresponse().read()).get("score")
        except (OSError, ValueError, http.client.HTTPException):
            return None
        finally:
            link.close()

    def cpu(self):
        # Its other children compile rules and watch; only the worker scans.
        ticks = 0
        for child in self.children():
            with open(f"/proc/{child}/cmdline", "rb") as file:
                if b"normal" not in file.read():
                    continue
            with open(f"/proc/{child}/stat", encoding="ascii") as file:
                ticks += sum(int(t) for t in file.read().rsplit(")", 1)[1].split()[11:13])
        return ticks / os.sysconf("SC_CLK_TCK")


class SpamAssassin(Filter):
    name = "SpamAssassin"
    program = "spamd"

    def command(self):
        self.socket = os.path.join(self.work, "spamd.sock")
        return [installed("spamd"), "--local", "--nouser-config", f"--socketpath={self.socket}", "--max-children=1",
                "--max-conn-per-child=1000000", "--cf=use_bayes 0", "--cf=use_razor2 0", "--cf=use_pyzor 0",
                f"--helper-home-dir={self.work}", "--syslog=stderr"]

    def ready(self):
        return os.path.exists(self.socket) and len(self.children()) > 0

    def score(self, octets):
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(120)
            try:
                link.connect(self.socket)
                link.sendall(b"CHECK SPAMC/1.5\r\nContent-length: %d\r\n\r\n" % len(octets) + octets)
                link.shutdown(socket.SHUT_WR)
                answer = b"".join(iter(lambda: link.recv(4096), b"")).decode("latin-1")
            except OSError:
                return None
        for line in answer.splitlines():
            if line.startswith("Spam:"):
                return float(line.split(";")[1].split("/")[0])
        return None


ALL = (Rspamd, SpamAssassin)
