#!/usr/bin/env bash
# Builds both functions' native packages where template.yaml expects them: artifacts/worker and artifacts/enqueuer.
#
#   ./package.sh [x86_64|arm64]     as the template's parameter Architecture; x86_64 when not given
#
# The build's choice of the Lambda host is taken from the environment: LambdaHost=Amazon ./package.sh
#
# A package holds the executable and its own platform's native libraries, stripped. Nothing in it may ask for a newer glibc than
# that of Lambda's runtime (Amazon Linux 2023): such a function would not start. So the script names the symbols that do, and fails.
set -euo pipefail
cd "$(dirname "$0")"

newest_glibc=2.34
architecture=${1:-x86_64}
case $architecture in
  x86_64) rid=linux-x64 machine=X86-64 target=x86_64-linux-gnu ;;
  arm64) rid=linux-arm64 machine=AArch64 target=aarch64-linux-gnu ;;
  *) echo "package.sh: unknown architecture '$architecture'; it must be x86_64 or arm64" >&2; exit 2 ;;
esac
host=$(uname -m)
[ "$host" != aarch64 ] || host=arm64
strip=strip
[ "$host" = "$architecture" ] || strip=$target-strip

elsewhere() {
  cat >&2 <<END
Or build where Lambda's own system is: on a machine of this architecture, in AWS's image of it with the .NET SDK:
  docker run --rm -v "\$PWD":/src -w /src public.ecr.aws/sam/build-dotnet10:latest-$architecture ./package.sh $architecture
END
}

missing=()
need() { command -v "$1" > /dev/null || missing+=("$1 ($2)"); }
need dotnet 'the .NET 10 SDK'
need clang 'package clang'
need readelf 'package binutils'
if [ "$host" = "$architecture" ]; then
  need strip 'package binutils'
else
  need "$target-gcc" "a linker and glibc for $architecture; on Debian and Ubuntu the package gcc-${target//_/-}"
  need "$strip" "on Debian and Ubuntu the package binutils-${target//_/-}"
fi
if [ "${#missing[@]}" -gt 0 ]; then
  echo "package.sh: to build for $architecture on this machine ($host), this is missing:" >&2
  printf '  %s\n' "${missing[@]}" >&2
  elsewhere
  exit 2
fi

# What a file asks of a newer glibc than Lambda's: symbols with their versions, and versions that stand for no symbol.
too_new() {
  local version
  readelf -VW "$1" | sed -n '/^Version needs section/,$p' | grep -oE 'Name: GLIBC_[A-Za-z0-9_.]+' | sed 's/Name: GLIBC_//' | sort -u |
    while IFS= read -r version; do
      if [ "$(printf '%s\n' "$version" "$newest_glibc" | sort -V | tail -n 1)" != "$newest_glibc" ]; then
        readelf --dyn-syms -W "$1" | grep -oE "[^ ]+@GLIBC_$version( |\$)" || echo "GLIBC_$version"
      fi
    done
}

check() {
  local package=$1 file symbols refused=0
  for file in "$package/$2" "$package/libvips.so.42"; do
    [ -f "$file" ] || { echo "package.sh: $file was not built" >&2; return 1; }
  done
  for file in "$package"/*; do
    readelf -hW "$file" | grep -qE "Machine: .*$machine\$" || { echo "package.sh: $file is not for $architecture" >&2; refused=1; }
    symbols=$(too_new "$file")
    if [ -n "$symbols" ]; then
      echo "package.sh: $file needs a newer glibc than Lambda's $newest_glibc, for:" >&2
      sed 's/^/  /' <<< "$symbols" >&2
      refused=1
    fi
  done
  return "$refused"
}

build() {
  local name=$1 project=$2 program=$3
  local package=artifacts/$name published=artifacts/published/$name
  rm -rf "$package" "$published"
  dotnet publish "$project" -c Release -r "$rid" -p:PublishAot=true -o "$published"
  mkdir -p "$package"
  find "$published" -maxdepth 1 -type f \( -name "$program" -o -name '*.so' -o -name '*.so.*' \) -exec cp {} "$package/" \;
  chmod 755 "$package"/*
  "$strip" --strip-unneeded "$package"/*
  if ! check "$package" "$program"; then
    rm -rf "$package"
    elsewhere
    exit 1
  fi
  du -ch "$package"/*
}

build worker Worker/Worker.csproj img-compress-worker
build enqueuer Enqueuer/Enqueuer.csproj img-compress
echo "Packaged for $architecture: deploy with Architecture=$architecture."
