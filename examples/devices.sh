# Starts the four remotes of the examples, as the user would by hand. Source it, so that they are jobs of this shell:
#   . ./devices.sh
# They look for a broker on localhost:1883, and keep trying until there is one. `kill %1` stops the first of them.

moid=${MOID:-}
if [ -z "$moid" ]; then
    for candidate in ../Moi.Daemon/bin/Release/net10.0/linux-*/publish/moid ../Moi.Daemon/bin/*/net10.0/moid moid; do
        if command -v "$candidate" >/dev/null 2>&1; then
            moid=$candidate
            break
        fi
    done
fi

if [ -z "$moid" ]; then
    echo "No moid here: run 'dotnet build' at the top of the checkout, or set MOID to its path." >&2
else
    for remote in frodo bilbo merry pippin; do
        "$moid" "$remote.json" &
    done
fi
