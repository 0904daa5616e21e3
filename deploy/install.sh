#!/usr/bin/env bash
# Installs the register on a Debian 12 host, or brings it up to this version; a second run of the same
# version changes nothing. Each step can be named by itself, they are taken in this order:
#   sudo deploy/install.sh            all of them
#   sudo deploy/install.sh build      packages, account, program below /opt/jlis-gov
#   sudo deploy/install.sh configure  folders, /etc/jlis-gov with its secrets
#   sudo deploy/install.sh migrate    database and roles; of several hosts, on one
#   sudo deploy/install.sh activate   this version is the one that serves; units, proxy, log rotation
# The image takes `build activate`, with an ACCOUNT_ID that files outside can belong to (deploy/Dockerfile).
set -euo pipefail
umask 022

source="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
account=jlis-gov
home=/opt/jlis-gov
etc=/etc/jlis-gov
data=/var/lib/jlis-gov
packages=(python3 python3-venv fonts-noto-cjk libpangoft2-1.0-0 postgresql-client)
not_installed=(./.git ./.venv ./.env ./db.sqlite3* ./media ./staticfiles ./.*_cache ./.served __pycache__)
kept=3 # versions, this one among them

# The files of this version in an order and with times that are always the same.
files() {
    tar -C "$source" --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
        "${not_installed[@]/#/--exclude=}" .
}

as_account() {
    (cd "$release" && umask 027 && setpriv --reuid "$account" --regid "$account" --init-groups -- "$@")
}

build() {
    if ! dpkg --status "${packages[@]}" >/dev/null 2>&1; then
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
    fi
    id "$account" >/dev/null 2>&1 ||
        useradd --system --user-group ${ACCOUNT_ID:+--uid "$ACCOUNT_ID"} --home-dir "$data" \
            --shell /usr/sbin/nologin "$account"
    install -d -o "$account" -g "$account" -m 0750 "$data"
    [[ -e "$release/.built" ]] && return

    install -d "$release"
    files | tar -C "$release" --extract --no-same-owner
    python3 -m venv "$release/.venv"
    "$release/.venv/bin/pip" install --quiet --disable-pip-version-check --no-cache-dir \
        --require-hashes -r "$release/requirements-extras.lock"
    (cd "$release" && SECRET_KEY=unused .venv/bin/python manage.py collectstatic --no-input --verbosity 0)
    "$release/.venv/bin/python" -m compileall -q -x '/\.venv/' "$release"
    ln -sfn "$etc/env" "$release/.env" # one file for the service, its jobs and whoever runs manage.py
    touch "$release/.built"
}

configure() {
    install -d -o root -g "$account" -m 0750 "$etc"
    install -d -o "$account" -g "$account" -m 0750 "$data/media"
    install -d -o "$account" -g "$account" -m 0700 /var/backups/jlis-gov
    # Whoever reads one of these files is the register.
    if [[ ! -e "$etc/env" ]]; then
        secret="$("$release/.venv/bin/python" -c 'import secrets; print(secrets.token_urlsafe(50))')"
        (umask 027 && sed "s|^SECRET_KEY=$|SECRET_KEY=$secret|" "$source/deploy/.env.example" >"$etc/env.new")
        chgrp "$account" "$etc/env.new"
        mv "$etc/env.new" "$etc/env"
        echo "Set ALLOWED_HOSTS and EMAIL_URL in $etc/env."
    fi
    [[ -e "$etc/jobs" ]] || install -m 0644 "$source/deploy/jobs.example" "$etc/jobs"
    if [[ ! -e "$etc/evidence.pem" ]]; then
        echo "The public half of the key of evidence, to be handed to inspectors:"
        (cd "$release" && .venv/bin/python manage.py make_evidence_key "$etc/evidence.pem")
        chown "$account:$account" "$etc/evidence.pem"
    fi
    sed -nE 's/^#?([A-Z_]+)=.*/\1/p' "$source/deploy/.env.example" | while read -r name; do
        grep -qE "^#?$name=" "$etc/env" || echo "New in deploy/.env.example: $name"
    done
}

migrate() {
    # What the version before wrote is kept before this one changes it.
    if [[ -e "$home/current" && "$(readlink -f "$home/current")" != "$release" ]]; then
        as_account "$home/current/deploy/job" backup
    fi
    as_account .venv/bin/python manage.py migrate --verbosity 0
    as_account .venv/bin/python manage.py sync_roles
}

activate() {
    ln -sfn "$release" "$home/current"
    touch "$release" # told by its time which versions were the latest
    find "$home/releases" -mindepth 1 -maxdepth 1 -printf '%T@ %p\n' | sort -rn |
        tail -n +$((kept + 1)) | cut -d ' ' -f 2- | xargs --no-run-if-empty rm -rf
    install -D -m 0755 "$source/deploy/jlis-gov" /usr/local/sbin/jlis-gov
    [[ ! -d /etc/logrotate.d ]] || install -m 0644 "$source/deploy/logrotate.conf" /etc/logrotate.d/jlis-gov
    [[ ! -d /etc/nginx/conf.d ]] || proxy
    [[ ! -d /run/systemd/system ]] || units
}

# What stands in /etc/nginx/jlis-gov is the host's own once it is there.
proxy() {
    install -m 0644 "$source"/deploy/nginx/*.conf /etc/nginx/conf.d/
    install -d /etc/nginx/jlis-gov
    install -d -o root -g adm -m 0750 /var/log/jlis-gov
    for file in "$source"/deploy/nginx/jlis-gov/*.conf; do
        [[ -e "/etc/nginx/jlis-gov/${file##*/}" ]] || install -m 0644 "$file" /etc/nginx/jlis-gov/
    done
    if nginx -t -q && [[ -d /run/systemd/system ]]; then
        systemctl reload-or-restart nginx.service
    else
        echo "Set names and certificate in /etc/nginx/jlis-gov/server.conf, take Debian's own site away"
        echo "(rm /etc/nginx/sites-enabled/default), then: nginx -t && systemctl reload nginx"
    fi
}

units() {
    install -m 0644 "$source"/deploy/systemd/*.{service,socket,timer} /etc/systemd/system/
    systemctl daemon-reload
    systemctl enable --quiet --now jlis-gov.socket
    systemctl enable --quiet jlis-gov.service
    systemctl restart jlis-gov.service # the socket keeps who comes meanwhile
    (cd "$source/deploy/systemd" && systemctl enable --quiet --now -- *.timer)
}

((EUID == 0)) || { echo "deploy/install.sh must be run by root." >&2; exit 1; }
release="$home/releases/$(files | sha256sum | cut -c 1-12)"
(($#)) || set -- build configure migrate activate
for step; do
    if [[ "$step" != build && ! -e "$release/.built" ]]; then
        echo "This version is not built yet: deploy/install.sh build" >&2
        exit 1
    fi
    case "$step" in
        build | configure | migrate | activate) "$step" ;;
        *) echo "There is no step named $step." >&2; exit 2 ;;
    esac
done
