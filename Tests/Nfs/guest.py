"""In the guest: one export, two mounts, what such a file system does, and jobs whose workers are killed and stopped on it."""
import ctypes
import errno
import fcntl
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import threading
import time
import zlib

EXPORT, A, B, LOCAL = "/srv/export", "/mnt/a", "/mnt/b", "/tmp/undisturbed"
COMMAND, WORKER = "/programs/img-compress", "/programs/img-compress-worker"
FILES, LEASE = 24, 4
NO_REPLACE, EXCHANGE = 1, 2
LIBC = ctypes.CDLL(None, use_errno=True)


def run(*command, check=True, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if check and done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode} {done.stdout} {done.stderr}")
    return done


def serve(threads):
    run("rpc.nfsd", "--no-nfs-version", "3", str(threads))


def set_up():
    os.makedirs("/srv/disk")
    run("mount", "-t", "tmpfs", "-o", "size=700m", "none", "/srv/disk")
    run("truncate", "-s", "600m", "/srv/disk/ext4")
    run("mkfs.ext4", "-q", "/srv/disk/ext4")
    os.makedirs(EXPORT)
    run("mount", "-o", "loop", "/srv/disk/ext4", EXPORT)
    run("mount", "-t", "nfsd", "nfsd", "/proc/fs/nfsd")
    for name in ("nfsv4gracetime", "nfsv4leasetime"):
        with open(f"/proc/fs/nfsd/{name}", "w") as setting:
            setting.write("10")
    # No delegations, as EFS gives none: with one a client may read the file that it knows, whatever the server has by now.
    with open("/proc/sys/fs/leases-enable", "w") as setting:
        setting.write("0")
    run("exportfs", "-o", "rw,sync,no_root_squash,no_subtree_check,fsid=0", f"*:{EXPORT}")
    subprocess.Popen(["rpc.mountd", "--foreground", "--no-nfs-version", "3"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    serve(4)
    for mount in (A, B):
        os.makedirs(mount)
        run("mount", "-t", "nfs4", "-o", "nosharecache,nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2",
            "127.0.0.1:/", mount)
    print(run("sh", "-c", "grep nfs4 /proc/mounts").stdout)


def of(action):
    """What an action answers: its value, or the name of its error."""
    try:
        return action()
    except OSError as error:
        return errno.errorcode[error.errno]


def rename(old, new, flags):
    if LIBC.renameat2(-100, old.encode(), -100, new.encode(), flags) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return "done"


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def probe():
    def say(what, answer):
        print(f"PROBE {what}: {answer}")

    write(f"{A}/one", "one")
    write(f"{A}/two", "two")
    say("renameat2 RENAME_EXCHANGE", of(lambda: rename(f"{A}/one", f"{A}/two", EXCHANGE)))
    say("renameat2 RENAME_NOREPLACE, nobody there", of(lambda: rename(f"{A}/one", f"{A}/three", NO_REPLACE)))
    say("link over a name that is there", of(lambda: os.link(f"{A}/one", f"{A}/two")))
    say("O_EXCL on the second mount of a name made on the first", of(
        lambda: os.open(f"{B}/one", os.O_CREAT | os.O_EXCL | os.O_WRONLY)))
    os.stat(f"{B}/one")
    os.link(f"{A}/one", f"{A}/linked")
    say("links that the second mount sees at once, of 2", os.stat(f"{B}/one").st_nlink)
    with open(f"{B}/one") as opened:
        say("links of a file that the second mount opens, of 2", os.fstat(opened.fileno()).st_nlink)
    with open(f"{A}/one", "r+") as first, open(f"{B}/one", "r+") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        say("flock on the second mount while the first has it", of(
            lambda: fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB) or "taken"))
    with open(f"{A}/two", "rb"):
        os.unlink(f"{A}/two")
        say("what is left of a file that is removed while it is open", [n for n in os.listdir(A) if n.startswith(".nfs")])
    say("the same once it is closed", [n for n in os.listdir(A) if n.startswith(".nfs")])
    say("a user attribute", of(lambda: os.setxattr(f"{A}/one", "user.x", b"y") or "kept"))
    for where, mount in (("same", A), ("second", B)):
        write(f"{A}/kept", "old" * 100_000)
        os.stat(f"{mount}/kept")
        with open(f"{mount}/kept", "rb", buffering=0) as reader:
            reader.read(10)
            write(f"{A}/new", "new" * 100_000)
            os.rename(f"{A}/new", f"{A}/kept")
            os.posix_fadvise(reader.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            say(f"a reader on the {where} mount whose file is replaced, reading on", of(lambda: reader.read(3) or "the end"))
            say(f"a reader on the {where} mount, by name meanwhile", of(lambda: open(f"{mount}/kept", "rb").read(3)))
        time.sleep(3)
        say(f"a reader on the {where} mount, by name three seconds after that is closed", of(lambda: open(f"{mount}/kept", "rb").read(3)))
    for name in os.listdir(A):
        if os.path.isfile(f"{A}/{name}"):
            os.unlink(f"{A}/{name}")


def png(width, height, seed):
    numbers = random.Random(seed)
    rows = b"".join(b"\0" + numbers.randbytes(3 * width) for _ in range(height))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def fill(directory):
    for n in range(FILES):
        os.makedirs(f"{directory}/{n % 3}", exist_ok=True)
        with open(f"{directory}/{n % 3}/{n}.png", "wb") as file:
            file.write(png(300 + 10 * n, 200, n))


def contents(directory):
    found = {}
    for n in range(FILES):
        with open(f"{directory}/{n % 3}/{n}.png", "rb") as file:
            found[n] = file.read()
    return found


class Reader(threading.Thread):
    """Reads all files through the second mount, as a web server would, and says what it got that was neither old nor new."""

    def __init__(self, directory, before, after):
        super().__init__()
        self.directory, self.before, self.after, self.found, self.ended = directory, before, after, {}, False

    def run(self):
        while not self.ended:
            for n in range(FILES):
                kind = self.read(n)
                self.found[kind] = self.found.get(kind, 0) + 1

    def read(self, n):
        try:
            read = b""
            with open(f"{self.directory}/{n % 3}/{n}.png", "rb", buffering=0) as file:
                while chunk := file.read(8192):
                    read += chunk
        except OSError as error:
            return errno.errorcode[error.errno]
        return "old" if read == self.before[n] else "new" if read == self.after[n] else "neither"


class Chaos(threading.Thread):
    """A worker on a mount: killed and started again, stopped for longer than its lease and then waking up, as is drawn."""

    def __init__(self, mount, settings, seed):
        super().__init__()
        self.settings = {**settings, "IMG_COMPRESS_ROOT": mount}
        self.draw, self.ended, self.kills, self.stops, self.exits = random.Random(seed), threading.Event(), 0, 0, []

    def run(self):
        while not self.ended.is_set():
            with open(f"/tmp/{self.ident}.log", "a") as log:
                worker = subprocess.Popen([WORKER], env=self.settings, stdout=log, stderr=log)
            for _ in range(self.draw.randint(3, 8)):
                self.ended.wait(self.draw.uniform(0.5, 4))
                if self.draw.random() < 0.4 and not self.ended.is_set():
                    worker.send_signal(signal.SIGSTOP)
                    self.ended.wait(LEASE + self.draw.uniform(1, 4))
                    worker.send_signal(signal.SIGCONT)
                    self.stops += 1
            if worker.poll() is None:
                self.kills += 1
                worker.kill()
            else:
                self.exits.append(worker.returncode)
            worker.wait()


def state_of(job, settings):
    answer = run(COMMAND, "status", job, "--json", check=False, env=settings)
    return json.loads(answer.stdout) if answer.stdout else {"state": answer.stderr}


def work(number, settings):
    directory = f"{A}/job{number}"
    fill(directory)
    shutil.rmtree(LOCAL, ignore_errors=True)
    fill(LOCAL)
    before = contents(LOCAL)
    run(COMMAND, "run", LOCAL, "--yes", "--quiet", env=settings)
    after = contents(LOCAL)
    began, restarts = time.monotonic(), 0
    print(f"JOB {number}: the undisturbed run is over")
    job = run(COMMAND, "submit", f"job{number}", env={**settings, "IMG_COMPRESS_ROOT": A}).stdout.strip()
    reader = Reader(f"{B}/job{number}", before, after)
    workers = [Chaos(mount, settings, 10 * number + i) for i, mount in enumerate((A, B))]
    for thread in (reader, *workers):
        thread.start()
    while (state := state_of(job, settings))["state"] != "finished" and time.monotonic() - began < 900:
        time.sleep(8)
        if restarts < 2:
            serve(0)
            time.sleep(2)
            serve(4)
            restarts += 1
    for worker in workers:
        worker.ended.set()
    for worker in workers:
        worker.join()
    reader.ended = True
    reader.join()
    found = contents(directory)
    run(COMMAND, "reconcile", env={**settings, "IMG_COMPRESS_ROOT": A}, check=False)
    verified = run(COMMAND, "verify", job, env={**settings, "IMG_COMPRESS_ROOT": A}, check=False)
    temps = [name for _, _, names in os.walk(f"{A}/.img-compress/tmp") for name in names]
    print(f"JOB {number}: {state['state']}, done {state.get('done')}, failed {state.get('failed')}; "
          f"{sum(found[n] == after[n] for n in found)} of {FILES} files have the bytes of an undisturbed run, "
          f"{sum(found[n] == before[n] for n in found)} are as before; verify {verified.returncode}; "
          f"{sum(w.kills for w in workers)} kills, {sum(w.stops for w in workers)} stops, {restarts} restarts of the server; "
          f"other exits {sum((w.exits for w in workers), [])}; temp files left {temps}; "
          f"the reader got {reader.found}; {time.monotonic() - began:.0f} s")
    if verified.returncode != 0 or any(found[n] != after[n] for n in found):
        print(verified.stdout, verified.stderr, run(COMMAND, "failures", job, env=settings, check=False).stdout)


def main():
    host = "http://10.0.2.2"
    settings = {
        "PATH": os.environ["PATH"], "HOME": "/tmp", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL_SQS": f"{host}:{os.environ['sqs']}", "AWS_ENDPOINT_URL_DYNAMODB": f"{host}:{os.environ['dynamodb']}",
        "IMG_COMPRESS_LEASE_SECONDS": f"{LEASE}", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",
    }
    set_up()
    probe()
    name = f"nfs-{int(time.time())}"
    for line in run(COMMAND, "init", "--queue", name, "--table", name, env=settings).stdout.splitlines():
        key, _, value = line.removeprefix("export ").partition("=")
        settings[key] = value
    for number in range(int(os.environ["rounds"])):
        work(number, settings)


main()
