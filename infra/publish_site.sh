#!/usr/bin/env bash
# Puts the built web app into its bucket: first files with names of their own, then the pages.
#   publish_site.sh assets|pages|back BUCKET
set -euo pipefail
cd "$(dirname "$0")/.."
what="$1" bucket="gs://$2" built="web/dist"
forever="public, max-age=31536000, immutable"

case "$what" in
  assets)
    gcloud storage rsync "$built/app/assets" "$bucket/app/assets" --recursive \
      --cache-control="$forever" --quiet
    ;;
  pages)
    # What sellers see now is kept, for `back`.
    gcloud storage rsync "$bucket" "$bucket/previous" --recursive \
      --exclude='^(app/assets|previous)/' --quiet
    gcloud storage rsync "$built" "$bucket" --recursive --exclude='^app/assets/' \
      --cache-control=no-cache --quiet
    ;;
  back)
    gcloud storage rsync "$bucket/previous" "$bucket" --recursive --quiet
    ;;
  *)
    echo "assets, pages or back?" >&2
    exit 2
    ;;
esac
