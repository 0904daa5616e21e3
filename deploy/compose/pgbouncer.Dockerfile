# PgBouncer of Debian, the one that the tests run behind.
FROM debian:12-slim

# hadolint ignore=DL3008  # Debian keeps one version for a release, with its security updates
RUN apt-get update \
    && apt-get install -y --no-install-recommends pgbouncer \
    && rm -rf /var/lib/apt/lists/*

COPY pgbouncer.ini /etc/pgbouncer/pgbouncer.ini
USER 971:971
EXPOSE 6432
CMD ["/usr/sbin/pgbouncer", "/etc/pgbouncer/pgbouncer.ini"]
