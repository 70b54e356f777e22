#!/bin/sh
# moid-loop.sh FOLDER CONFIG: keeps moid running on a device without systemd. Start it from /etc/inittab, as
#
#   moid:2345:respawn:/usr/lib/moid/moid-loop.sh /usr/lib/moid /etc/moid/moid.toml
#
# or from rc.local, in the background. It needs moid-swap beside it, and starts FOLDER/moid in FOLDER, again and again. SIGTERM ends
# it, and moid with it; jobs go on.
set -u

[ $# -eq 2 ] || { echo "usage: moid-loop.sh FOLDER CONFIG" >&2; exit 1; }
swap=$(cd -- "$(dirname -- "$0")" && pwd)/moid-swap || exit 1
cd -- "$1" || exit 1
pause=2

end() {
    trap '' TERM INT HUP
    # What was started last: moid, or the pause.
    [ -z "${!-}" ] || { kill -TERM "$!" && wait "$!"; } 2>/dev/null
    exit 0
}
trap end TERM INT HUP

while :; do
    if "$swap" .; then
        ./moid "$2" &
        wait $!
    fi
    # In the background, so that a signal need not wait for it.
    sleep "$pause" &
    wait $!
done
