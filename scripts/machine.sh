# shellcheck shell=bash
# What the scripts need of the machine: sourced, never run. Everything here talks on stderr only, since the standard
# output belongs to the program that a script starts.

# The top directory of the project.
root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# Debian packages by name, as root or through sudo. Silent unless it fails.
install_packages() {
    local as_root=() log
    command -v apt-get >/dev/null ||
        die "missing here: $* (as Debian calls it), and this machine has no apt-get. It takes a JDK of 17 or newer and Maven" \
            "of 3.8 or newer; install them by other means and try again"
    if [ "$(id -u)" -ne 0 ]; then
        if ! { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }; then
            die "missing here: $*. As root, run: apt-get update && apt-get install -y $*"
        fi
        as_root=(sudo)
    fi
    say "installing $*"
    log=$(mktemp)
    # An old package list may still do, so a failed update is not the end; a failed install is.
    if ! {
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q || true
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
    } >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        die "could not install $*; what apt-get said is above"
    fi
    rm -f "$log"
}

# Maven in the top directory, without a word unless it fails.
quiet_maven() {
    local log status=0
    log=$(mktemp)
    (cd "$root" && mvn -q -B -ntp "$@") >"$log" 2>&1 </dev/null || status=$?
    [ "$status" -eq 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

# The packages behind those commands that are missing: need COMMAND=PACKAGE...
need() {
    local pair missing=()
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
    done
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

# What is in a Debian package, or some files of it, in a directory of its own, for programs whose package would start a
# server: unpack_package PACKAGE DIRECTORY FILE... Silent unless it fails.
unpack_package() {
    local package=$1 directory=$2
    say "unpacking $package"
    rm -rf "$directory"
    mkdir -p "$directory"
    (
        cd "$directory" &&
            { apt-get download -q "$package" || { apt-get update -q && apt-get download -q "$package"; }; } &&
            dpkg-deb --fsys-tarfile "$package"_*.deb | tar -x "${@:3}" && rm "$package"_*.deb
    ) >"$directory.log" 2>&1 && return
    cat "$directory.log" >&2
    return 1
}

# nginx on the PATH: Debian's is unpacked if none runs here, and not installed, since it would serve port 80 from then on.
find_nginx() {
    local directory=$root/gateway-bench/target/nginx
    PATH=$PATH:/usr/sbin:$directory/usr/sbin
    nginx -v 2>/dev/null && return
    unpack_package nginx "$directory" ./usr/sbin/nginx && nginx -v && return
    rm -rf "$directory"
    return 1
}

# Whether there is an strace that counts as the load runs have it count, and that may follow what it has not started itself,
# which not every container allows; tried on a program that lives for a second.
has_strace() {
    command -v strace >/dev/null || return 1
    sleep 1 &
    strace -qq -f -c -U calls,name -o /dev/null -p $! 2>/dev/null
}

# Whether there is a perf that may watch what it has not started itself; tried on a program that lives for a second.
has_perf() {
    command -v perf >/dev/null || return 1
    sleep 1 &
    perf stat -e task-clock:k -o /dev/null -p $! 2>/dev/null
}

# Where the peers that are written for Node have their packages.
node_folder=$root/gateway-core/src/test/node

# These packages, as the lock file has them; nothing of them is run while they are installed. Says why if they cannot be had.
node_packages() {
    if ! { command -v node && command -v npm; } >/dev/null; then
        say "the peers need Node 20 or newer and npm, and there is no $(command -v node >/dev/null && echo npm || echo node)"
        return 1
    fi
    if [ "$(node --print 'process.versions.node.split(".")[0]')" -lt 20 ]; then
        say "the peers need Node 20 or newer, which Debian has from 13 on, and this is $(node --version)"
        return 1
    fi
    # npm leaves this file behind when everything is there.
    [ "$node_folder/node_modules/.package-lock.json" -nt "$node_folder/package-lock.json" ] && return
    say "installing the packages of $node_folder"
    (cd "$node_folder" && npm ci --loglevel=error) >&2
}

# The feature version (17, 21 ...) of the JDK in a directory; nothing when it is no JDK.
jdk_version() {
    local version
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release")
    version=${version#1.} # Java 8 calls itself 1.8
    printf '%s' "${version%%[!0-9]*}"
}

# Sets JAVA_HOME and JAVA_VERSION to a JDK of 17 or newer that is here: the one that JAVA_HOME names if it is one, that
# of the PATH, any of /usr/lib/jvm.
choose_jdk() {
    local home on_path
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(readlink -f "$on_path")
    for home in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/*; do
        JAVA_VERSION=$(jdk_version "$home")
        if [ "${JAVA_VERSION:-0}" -ge 17 ]; then
            export JAVA_HOME=$home
            return 0
        fi
    done
    return 1
}

# A JDK of 17 or newer, installed if none is here. The default one of older releases is too old, but they have a 17.
need_jdk() {
    local package
    for package in default-jdk-headless openjdk-17-jdk-headless; do
        choose_jdk && return
        install_packages "$package"
    done
    choose_jdk || die "found no JDK of 17 or newer; install one, or set JAVA_HOME to it"
}

# Maven writes to the same directories whoever calls it: one at a time, held until unlock_build or the end. The lock is on
# the directory of the scripts, so that no file has to be there for it.
lock_build() {
    exec 8<"$root/scripts"
    flock -n 8 && return
    say "waiting for another build to end ..."
    flock 8
}

unlock_build() {
    exec 8<&-
}
