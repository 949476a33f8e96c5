#!/bin/sh
# Makes what docker-compose.yml needs and does not find: .env, the secrets, and a self-signed certificate to begin with.
# Usage: sh deploy/prepare.sh your.host.name     Nothing that exists is overwritten.
set -eu

host=${1:?usage: sh deploy/prepare.sh your.host.name}
cd "$(dirname "$0")/.."
umask 022

if [ ! -e .env ]; then
    sed "s/^PUBLIC_HOST=.*/PUBLIC_HOST=$host/" deploy/env.example > .env
    echo "made .env"
fi

# The folders are closed to others; the files in them are readable so that the containers' own users can read them.
mkdir -p deploy/secrets deploy/certs
chmod 700 deploy/secrets deploy/certs
[ -s deploy/secrets/secret_key ] || openssl rand -base64 75 | tr -d '\n' > deploy/secrets/secret_key
[ -e deploy/secrets/secret_key_fallbacks ] || : > deploy/secrets/secret_key_fallbacks
[ -s deploy/secrets/postgres_password ] || openssl rand -hex 24 | tr -d '\n' > deploy/secrets/postgres_password
[ -s deploy/secrets/database_url ] || printf 'postgres://longting:%s@postgres:5432/longting' \
    "$(cat deploy/secrets/postgres_password)" > deploy/secrets/database_url

if [ ! -s deploy/certs/fullchain.pem ]; then
    openssl req -x509 -newkey rsa:3072 -nodes -days 90 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
        -keyout deploy/certs/privkey.pem -out deploy/certs/fullchain.pem 2>/dev/null
    chmod 644 deploy/certs/privkey.pem
    echo "made a self-signed certificate for 90 days; put the real one into deploy/certs/ (fullchain.pem, privkey.pem)"
fi
echo "ready: docker compose up -d --build"
